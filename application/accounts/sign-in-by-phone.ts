import { createHash } from 'node:crypto';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { userStream } from '../../domain/streams.ts';
import { type User, userDecider } from '../../domain/user/decider.ts';
import { verificationDecider } from '../../domain/verification/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { type MakeMeta, type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { withPicture } from '../files/pictures.ts';
import { normalisePhone, proofOf } from './codes.ts';
import { claim, identityOf, ownerOrNewId, register, stepOf } from './identities.ts';
import { callerOfPhone, type PhoneCaller, requirePhoneSignIn } from './phone-codes.ts';
import { signInLimits } from './sign-in-limits.ts';
import { type Audience, SESSION_TTL_MS, signToken } from './tokens.ts';

/** Draws before giving up on a free number: with a million users one draw in ninety meets a taken one. */
const MAX_DRAWS = 20;

/** The person who has signed in, and their token. */
export interface SignedIn extends Shown {
  token: string;
  /** When the code was accepted, epoch ms. */
  issuedAt: number;
  userId: number;
  /** The profile was filled in once; until then clients show the registration page. */
  completed: boolean;
  profile: Pick<User, 'displayName' | 'heiNum' | 'coverUrl' | 'gender' | 'birthDay' | 'address' | 'description'>;
}

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
  await registerOnce(core, command, userId, phone);
  // Session and token derive from the accepted code, so a repetition gives the same ones.
  const sessionId = accepted.id;
  const issuedAt = accepted.meta.at;
  const expiresAt = issuedAt + SESSION_TTL_MS;
  const { state, position } = await core.commands.handle(
    userDecider,
    userStream(appId, userId),
    { type: 'OpenSession', sessionId, expiresAt },
    { ...command, actor: userId, commandId: derivedCommandId(accepted.id, 'open-session') },
  );
  const { completed, displayName, heiNum, coverUrl, gender, birthDay, address, description } = withPicture(core, state);
  const profile = { displayName, heiNum, coverUrl, gender, birthDay, address, description };
  const token = await signToken(core, audience, { appId, userId, sessionId }, expiresAt);
  return { token, issuedAt, userId, completed, profile, ...(await shown(core, position, [userCards])) };
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

/** Registers the owner of a phone unless that was done before. */
async function registerOnce(core: Core, command: CommandMeta, userId: number, phone: string): Promise<void> {
  const { state } = await core.commands.load(userDecider, userStream(command.appId, userId));
  if (state.userId !== 0) return;
  const heiNum = await heiNumFor(core, command, userId);
  const person = { userId, phone, heiNum, displayName: `用户${heiNum}`, coverUrl: '' };
  await register(core, stepOf(command, 'register:0'), person, (user) => user.phone === phone);
}

/** Claims a number for a user. Draws derive from the user id, so that a repetition after a crash claims no second one. */
async function heiNumFor(core: Core, command: CommandMeta, userId: number): Promise<number> {
  for (let draw = 1; draw <= MAX_DRAWS; draw++) {
    const heiNum = heiNumOf(userId, draw);
    const identity = identityOf(core, command.appId, 'heiNum', String(heiNum));
    if ((await claim(core, stepOf(command, `claim-hei-num:${draw}`), identity, userId)) === userId) return heiNum;
  }
  throw new Error('no free number was found');
}

/** A number that users tell each other (黑号): eight digits, spread evenly. */
export function heiNumOf(userId: number, draw: number): number {
  const hash = createHash('sha256').update(`heiNum|${userId}|${draw}`).digest();
  return 10_000_000 + (hash.readUIntBE(0, 6) % 90_000_000);
}
