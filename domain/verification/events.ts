import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, phoneAt } from '../kernel/personal.ts';

/**
 * `verification-<app>.<hash of the phone>`: sign-in codes sent by SMS. The log holds no code, only a keyed proof of it;
 * the code itself is derived from `codeId` (the id of the command that first issued it) and a secret when it is sent. Nor does it
 * hold an address: `from` is a tag of the one that asked or tried, absent in logs from before it was carried.
 */
export type CodeIssued = DomainEvent<
  'CodeIssued',
  { phone: string; codeId: string; proof: string; expiresAt: number; from?: string }
>;
/** `triesLeft`: of this address; without `from`, of the code. */
export type CodeRejected = DomainEvent<'CodeRejected', { phone: string; triesLeft: number; from?: string }>;
export type CodeAccepted = DomainEvent<'CodeAccepted', { phone: string; from?: string }>;
/** The provider took the message. */
export type CodeDelivered = DomainEvent<'CodeDelivered', { phone: string; codeId: string }>;
/** The code expired before the provider took the message, or the phone's owner was erased; it is not sent any more. */
export type CodeUndelivered = DomainEvent<'CodeUndelivered', { phone: string; codeId: string }>;
export type VerificationEvent = CodeIssued | CodeRejected | CodeAccepted | CodeDelivered | CodeUndelivered;

export const verificationEventTypes: EventTypes<VerificationEvent> = {
  CodeIssued: true,
  CodeRejected: true,
  CodeAccepted: true,
  CodeDelivered: true,
  CodeUndelivered: true,
};

/** `proof` and `from` are keyed hashes. */
export const verificationPersonal: PersonalFields<VerificationEvent> = {
  CodeIssued: { phone: phoneAt('phone'), codeId: notPersonal, proof: notPersonal, from: notPersonal },
  CodeRejected: { phone: phoneAt('phone'), from: notPersonal },
  CodeAccepted: { phone: phoneAt('phone'), from: notPersonal },
  CodeDelivered: { phone: phoneAt('phone'), codeId: notPersonal },
  CodeUndelivered: { phone: phoneAt('phone'), codeId: notPersonal },
};
