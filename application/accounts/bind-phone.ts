import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { PhoneBound } from '../../domain/user/events.ts';
import { identities } from '../../projections/views/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { normalisePhone } from './codes.ts';
import { claim, identityOf, ownerOf, ownerOrOwn, release, stepOf } from './identities.ts';
import { type PhoneCaller, requirePhoneSignIn } from './phone-codes.ts';
import { tryCode } from './sign-in-by-phone.ts';

/** A phone that was claimed so recently may be about to be bound by a request at the same time. Requests end within seconds. */
const UNDER_WAY_MS = 60_000;
/** Phones that one call releases; the next call releases more. */
const MAX_LEFT_OVER = 10;

/**
 * Binds a phone to the actor, by the code that was sent to it: from now on it signs in the actor, and the phone that they had before signs
 * in nobody. The same phone again changes nothing. What a crash left half done, the next call completes.
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
  const { state, events, position } = await core.commands.handle(
    userDecider,
    userStream(appId, userId),
    { type: 'BindPhone', phone },
    { ...stepOf(command, 'bind-phone'), actor: userId },
  );
  const [bound] = events;
  // What was claimed before this command shows by then.
  await shown(core, position, [identities]);
  const former = bound && (bound.data as PhoneBound['data']).replacedPhone;
  // Of calls at the same time the last one's phone stays.
  const others = new Set([phone, ...(await leftOver(core, actor, command.at))]);
  if (former !== undefined) others.add(former);
  others.delete(state.phone);
  for (const other of others) await release(core, command, identityOf(core, appId, 'phone', other), userId);
  await keepBound(core, actor, command);
}

/** Claims the actor's phone again where a call at the same time, which had bound another one, released it. */
async function keepBound(core: Core, { appId, userId }: Actor, command: CommandMeta): Promise<void> {
  const { phone } = (await core.commands.load(userDecider, userStream(appId, userId))).state;
  const identity = identityOf(core, appId, 'phone', phone);
  if (phone === '' || (await ownerOf(core, identity)) !== 0) return;
  await claim(core, stepOf(command, `keep-phone of ${identity.stream}`), identity, userId);
}

/** Phones that still sign in the actor because of a crash before they were released. At most one, unless crashes follow each other. */
async function leftOver({ models }: Core, { appId, userId }: Actor, now: number): Promise<string[]> {
  const query = { index: 'ofUser', equals: [appId, userId, 'phone'], limit: MAX_LEFT_OVER } as const;
  const found = await models.find(identities, query);
  return found.flatMap(({ document: { value, claimedAt } }) => (now - claimedAt > UNDER_WAY_MS ? [value] : []));
}
