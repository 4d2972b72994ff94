import type { DomainEvent } from '../kernel/event.ts';

/**
 * `verification-<app>.<phone>`: sign-in codes sent by SMS. The log holds no code, only a keyed proof of it;
 * the code itself is derived from the command's id and a secret when it is sent.
 */
export type CodeIssued = DomainEvent<'CodeIssued', { phone: string; codeId: string; proof: string; expiresAt: number }>;
export type CodeRejected = DomainEvent<'CodeRejected', { phone: string; triesLeft: number }>;
export type CodeAccepted = DomainEvent<'CodeAccepted', { phone: string }>;
/** The provider took the message. */
export type CodeDelivered = DomainEvent<'CodeDelivered', { phone: string; codeId: string }>;
/** The code expired before the provider took the message; it is not sent any more. */
export type CodeUndelivered = DomainEvent<'CodeUndelivered', { phone: string; codeId: string }>;
export type VerificationEvent = CodeIssued | CodeRejected | CodeAccepted | CodeDelivered | CodeUndelivered;
