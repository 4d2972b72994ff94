import { identityDecider } from '../../domain/identity/decider.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { PhoneBound } from '../../domain/user/events.ts';
import type { Actor } from '../actor.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { normalisePhone } from './codes.ts';
import { type Identity, identityOf, ownerOrOwn, stepOf } from './identities.ts';
import { type PhoneCaller, requirePhoneSignIn } from './phone-codes.ts';
import { tryCode } from './sign-in-by-phone.ts';

/**
 * Binds a phone to the actor, by the code that was sent to it: from now on it signs in the actor, and the phone that they had before signs
 * in nobody. The same phone again changes nothing.
 *
 * Throws `PhoneSignInOff`; `CodeWrong` as signing in does, before anybody learns whose the phone is; `PhoneTaken` where it signs in somebody else; `UserBanned`.
 */
export async function bindPhone(
  core: Core,
  actor: Actor,
  { phoneNo, remoteAddress, code }: PhoneCaller & { code: string },
  makeMeta: MakeMeta,
): Promise<void> {
  requirePhoneSignIn(core);
  const { appId, userId } = actor;
  const phone = normalisePhone(phoneNo);
  const command = makeMeta('bind-phone');
  await tryCode(core, command, { phone, remoteAddress, code });
  const identity = identityOf(core, appId, 'phone', phone);
  if ((await ownerOrOwn(core, command, identity, userId)) !== userId) throw new DomainError('PhoneTaken');
  const { state, events } = await core.commands.handle(
    userDecider,
    userStream(appId, userId),
    { type: 'BindPhone', phone },
    { ...stepOf(command, 'bind-phone'), actor: userId },
  );
  const [bound] = events;
  const former = bound && (bound.data as PhoneBound['data']).replacedPhone;
  if (former !== undefined && former !== state.phone) {
    await release(core, command, identityOf(core, appId, 'phone', former), userId);
  }
}

async function release(
  core: Core,
  command: CommandMeta,
  { stream, kind, value }: Identity,
  userId: number,
): Promise<void> {
  const give = { type: 'ReleaseIdentity', kind, value, userId } as const;
  await core.commands.handle(identityDecider, stream, give, stepOf(command, `release-identity of ${stream}`));
}
