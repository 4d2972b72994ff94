import { isIPv6 } from 'node:net';
import { Type } from '@sinclair/typebox';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { CODE_INTERVAL_MS, verificationDecider } from '../../../domain/verification/decider.ts';
import type { Core } from '../../core.ts';
import { endpoint } from '../../endpoint.ts';
import { deriveCode, normalisePhone, PHONE_NO, proofOf } from '../codes.ts';

/** In which an address may ask for `codesPerAddress` codes. */
const WINDOW_MS = 3600 * 1000;
/** Addresses remembered at a time; the least recently seen are forgotten first. */
const MAX_ADDRESSES = 50_000;

export const PhoneNo = Type.String({ pattern: PHONE_NO.source, maxLength: 16 });

/**
 * heihei, 短信验证码. Once in 60 s and `CODES_PER_DAY` a day for a phone, `codesPerAddress` an hour for an address, else 400.
 * The message itself is sent from the log. Phones with and without an account get the same answer.
 */
export const getSmsVerificationCode = endpoint({
  path: '/api/user/get-sms-verification-code',
  module: 'user',
  name: 'getSMSVerificationCode',
  auth: 'none',
  params: Type.Object({ phoneNo: PhoneNo }),
  errors: ['CodeSentTooOften', 'PhoneSignInOff'],
  async handle({ core, params, remoteAddress, meta }) {
    requirePhoneSignIn(core);
    const phone = normalisePhone(params.phoneNo);
    const { heiheiAppId, codeSecret } = core.settings;
    const command = meta(`send-code:${phone}`);
    const proof = proofOf(codeSecret, phone, deriveCode(codeSecret, command.commandId));
    const giveBack = takeFromAddress(core, remoteAddress);
    try {
      const stream = streamName(verificationDecider.category, heiheiAppId, phone);
      await core.commands.handle(verificationDecider, stream, { type: 'IssueCode', phone, proof }, command);
    } catch (error) {
      giveBack();
      throw error;
    }
    return { timeout: CODE_INTERVAL_MS / 1000 };
  },
});

/** Throws `DomainError('PhoneSignInOff')` where codes reach nobody: outside dev mode, without a provider. */
export function requirePhoneSignIn({ settings }: Core): void {
  if (!settings.phoneSignIn) throw new DomainError('PhoneSignInOff');
}

interface Window {
  since: number;
  count: number;
}

const windows = new WeakMap<Core, LRUCache<string, Window>>();

/** Counts a code against an address; `DomainError('CodeSentTooOften')` past the limit. The result takes the count back. */
function takeFromAddress(core: Core, remoteAddress: string): () => void {
  let known = windows.get(core);
  if (!known) {
    known = new LRUCache({ max: MAX_ADDRESSES });
    windows.set(core, known);
  }
  const address = networkOf(remoteAddress);
  const now = core.clock.now();
  let window = known.get(address);
  if (!window || now - window.since >= WINDOW_MS) {
    window = { since: now, count: 0 };
    known.set(address, window);
  }
  if (window.count >= core.settings.codesPerAddress)
    throw new DomainError('CodeSentTooOften', 'too many codes for one address');
  const counted = window;
  counted.count++;
  return () => {
    counted.count--;
  };
}

/** An IPv4 address is one customer's; of an IPv6 address the first 64 bits are. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
