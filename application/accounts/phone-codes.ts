import { DomainError } from '../../domain/kernel/errors.ts';
import { verificationStream } from '../../domain/streams.ts';
import { CODE_INTERVAL_MS, isKnownAddress, verificationDecider } from '../../domain/verification/decider.ts';
import type { CodeIssued } from '../../domain/verification/events.ts';
import { MAX_READ_EVENTS } from '../../event-store/event-store.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { networkOf } from '../networks.ts';
import { addressTag, deriveCode, normalisePhone, proofOf } from './codes.ts';
import { signInLimits } from './sign-in-limits.ts';

/** Somebody who signs in by phone, from an address. */
export interface PhoneCaller {
  /** As clients write it: `PHONE_NO`. */
  phoneNo: string;
  remoteAddress: string;
}

/**
 * Sends a sign-in code to a phone, with or without an account. The message itself follows from the log. Returns the ms after which
 * the next one can be asked for.
 *
 * Throws `PhoneSignInOff`, and `CodeSentTooOften` past a limit: for a phone and address once in `CODE_INTERVAL_MS` and
 * `CODES_PER_DAY` a day, with wider limits for the phone, the address and the process.
 */
export async function sendCode(
  core: Core,
  { phoneNo, remoteAddress }: PhoneCaller,
  makeMeta: MakeMeta,
): Promise<number> {
  requirePhoneSignIn(core);
  const phone = normalisePhone(phoneNo);
  const { codeSecret } = core.settings;
  const command = makeMeta('send-code');
  const proof = proofOf(codeSecret, phone, deriveCode(codeSecret, command.commandId));
  const { stream, from, isKnown } = await callerOfPhone(core, command.appId, phone, remoteAddress);
  const giveBack = signInLimits(core).takeCode(remoteAddress, isKnown);
  try {
    await core.commands.handle(verificationDecider, stream, { type: 'IssueCode', phone, proof, from }, command);
  } catch (error) {
    giveBack();
    throw error;
  }
  return CODE_INTERVAL_MS;
}

/** Where the sign-in codes of a phone are, as `normalisePhone` writes it. */
function phoneStream({ logKey }: Core, appId: string, phone: string): string {
  return verificationStream(appId, logKey.hashOf(appId, 'phone', phone));
}

/** Throws `PhoneSignInOff` where codes reach nobody: outside dev mode, without a provider. */
export function requirePhoneSignIn({ settings }: Core): void {
  if (!settings.phoneSignIn) throw new DomainError('PhoneSignInOff');
}

/** Who asks for a phone's code or tries one: the tag of the address, and whether the phone's owner signed in from there before. */
export async function callerOfPhone(core: Core, appId: string, phone: string, remoteAddress: string) {
  const { codeSecret } = core.settings;
  const stream = phoneStream(core, appId, phone);
  const from = addressTag(codeSecret, phone, networkOf(remoteAddress));
  const { state } = await core.commands.load(verificationDecider, stream);
  return { stream, from, isKnown: isKnownAddress(state, from) };
}

/** The code that was last sent to a phone; null when none was. For dev mode, where no message goes out. */
export async function lastSentCode(core: Core, appId: string, phoneNo: string): Promise<string | null> {
  const { codeSecret } = core.settings;
  const stream = phoneStream(core, appId, normalisePhone(phoneNo));
  let from: number | undefined;
  for (;;) {
    const events = await core.log.read(stream, { direction: 'backwards', limit: MAX_READ_EVENTS, from });
    const issued = events.find(({ type }) => type === 'CodeIssued');
    if (issued) return deriveCode(codeSecret, (issued.data as CodeIssued['data']).codeId);
    const oldest = events[events.length - 1];
    if (!oldest || oldest.revision === 0) return null;
    from = oldest.revision - 1;
  }
}
