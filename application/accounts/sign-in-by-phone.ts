import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { verificationDecider } from '../../domain/verification/decider.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { normalisePhone, proofOf } from './codes.ts';
import { openSignedIn, registerOnce, type SignedIn } from './hei-people.ts';
import { identityOf, ownerOrNewId } from './identities.ts';
import { callerOfPhone, type PhoneCaller, requirePhoneSignIn } from './phone-codes.ts';
import { signInLimits } from './sign-in-limits.ts';
import type { Audience } from './tokens.ts';

/**
 * Signs in with the code that was sent to a phone: opens a session, and registers the phone when it is new. There are no
 * idempotency keys before sign-in: after a lost answer the client asks for another code. What a crash left half done, the next
 * sign-in completes.
 *
 * Throws `PhoneSignInOff`; `CodeWrong` for a wrong, used or burned code, and past the limits of tries; `UserBanned`; `UserNotFound` for a
 * person who is erased while they sign in.
 */
export async function signInByPhone(
  core: Core,
  { phoneNo, remoteAddress, code, audience }: PhoneCaller & { code: string; audience: Audience },
  makeMeta: MakeMeta,
): Promise<SignedIn> {
  requirePhoneSignIn(core);
  const phone = normalisePhone(phoneNo);
  const command = makeMeta('sign-in');
  const { appId } = command;
  const accepted = await tryCode(core, command, { phone, remoteAddress, code });
  const userId = await ownerOrNewId(core, command, identityOf(core, appId, 'phone', phone), 'claim-phone');
  await registerOnce(core, command, userId, { phone }, (user) => user.phone === phone);
  // Session and token derive from the accepted code, so a repetition gives the same ones.
  const session = { userId, sessionId: accepted.id, issuedAt: accepted.meta.at, audience };
  return openSignedIn(core, { ...command, commandId: derivedCommandId(accepted.id, 'open-session') }, session);
}

/** The event that accepted a phone's code; throws `CodeWrong`. `phone` as `normalisePhone` writes it. */
export async function tryCode(
  core: Core,
  command: CommandMeta,
  { phone, remoteAddress, code }: { phone: string; remoteAddress: string; code: string },
) {
  const { stream, from, isKnown } = await callerOfPhone(core, command.appId, phone, remoteAddress);
  // Counted before anything is looked at, so that tries at the same time count as well.
  const wasRight = signInLimits(core).takeTry(remoteAddress, isKnown);
  const proof = proofOf(core.settings.codeSecret, phone, code);
  const { events } = await core.commands.handle(
    verificationDecider,
    stream,
    { type: 'TryCode', phone, proof, from },
    command,
  );
  const [accepted] = events;
  if (accepted?.type !== 'CodeAccepted') throw new DomainError('CodeWrong');
  wasRight();
  return accepted;
}
