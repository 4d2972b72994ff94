import { createHash } from 'node:crypto';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { userStream } from '../../domain/streams.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { type User, userDecider } from '../../domain/user/decider.ts';
import type { Position } from '../../event-store/event-store.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { withPicture } from '../files/pictures.ts';
import { claim, identityOf, register, stepOf } from './identities.ts';
import { type Audience, SESSION_TTL_MS, signToken } from './tokens.ts';

/** Draws before giving up on a free number: with a million users one draw in ninety meets a taken one. */
const MAX_DRAWS = 20;

/** The person who has signed in, and their token. */
export interface SignedIn extends Shown {
  token: string;
  /** When the proof was accepted, epoch ms. */
  issuedAt: number;
  userId: number;
  /** The profile was filled in once; until then clients show the registration page. */
  completed: boolean;
  profile: Pick<User, 'displayName' | 'heiNum' | 'coverUrl' | 'gender' | 'birthDay' | 'address' | 'description'>;
}

/** How somebody is registered who came by themselves; a name that is absent is made from their number. */
/** `picture` is asked for the path of theirs, '' for none, when they are registered indeed. */
type NewPerson = Pick<Extract<UserCommand, { type: 'RegisterUser' }>, 'phone' | 'outsideId' | 'gender'> & {
  displayName?: string;
  picture?: () => Promise<string>;
};

/** Registers the owner of an outside name, with a number of their own, unless that was done before. `isTheirs` as in `register`. */
export async function registerOnce(
  core: Core,
  command: CommandMeta,
  userId: number,
  newPerson: NewPerson,
  isTheirs: (user: Readonly<User>) => boolean,
): Promise<void> {
  const { state } = await core.commands.load(userDecider, userStream(command.appId, userId));
  if (state.userId !== 0) return;
  const heiNum = await heiNumFor(core, command, userId);
  const { displayName = `用户${heiNum}`, picture = async () => '', ...given } = newPerson;
  const person = { userId, ...given, heiNum, displayName, coverUrl: await picture() };
  await register(core, stepOf(command, 'register:0'), person, isTheirs);
}

/** Opens the session that a command names, or finds it open, and makes its token. Throws `UserBanned` and `UserNotFound`. */
export async function openSignedIn(
  core: Core,
  command: CommandMeta,
  {
    userId,
    sessionId,
    issuedAt,
    audience,
  }: { userId: number; sessionId: string; issuedAt: number; audience: Audience },
): Promise<SignedIn> {
  const { appId } = command;
  const expiresAt = issuedAt + SESSION_TTL_MS;
  const opened: { state: Readonly<User>; position: Position } = await core.commands.handle(
    userDecider,
    userStream(appId, userId),
    { type: 'OpenSession', sessionId, expiresAt },
    { ...command, actor: userId },
  );
  const state = withPicture(core, opened.state);
  const { completed, displayName, heiNum, coverUrl, gender, birthDay, address, description } = state;
  const profile = { displayName, heiNum, coverUrl, gender, birthDay, address, description };
  const token = await signToken(core, audience, { appId, userId, sessionId }, expiresAt);
  return { token, issuedAt, userId, completed, profile, ...(await shown(core, opened.position, [userCards])) };
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
