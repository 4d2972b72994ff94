import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { nameOrFindPerson, type PersonFacts } from './named-person.ts';
import { type Audience, SESSION_TTL_MS, signToken } from './tokens.ts';

/** A sign-in that an app's server asks for. */
export interface NamedSignIn {
  uid: string;
  facts: PersonFacts;
  audience: Audience;
  /** What the server sent: the same input again gets the same session. */
  input: unknown;
}

/**
 * Signs in a person of an app, for the app's server: registers a new uid, updates the facts that differ, opens a session. Throws
 * `InvalidInput` as `nameOrFindPerson` does, `UserBanned`, `UserNotFound` for a person who is erased meanwhile, and `IdempotencyConflict` for other input under the same key.
 */
export async function signInNamed(
  core: Core,
  { uid, facts, audience, input }: NamedSignIn,
  makeMeta: MakeMeta,
): Promise<{ userId: number; token: string }> {
  const command = makeMeta('token');
  const { appId } = command;
  const { userId } = await nameOrFindPerson(core, command, uid, wordedFacts(core, appId, facts));
  const sessionId = command.commandId;
  const latest = command.at + SESSION_TTL_MS;
  const { state } = await core.commands.handle(
    userDecider,
    userStream(appId, userId),
    { type: 'OpenSession', sessionId, expiresAt: latest },
    { ...command, actor: userId, input },
  );
  // A repetition finds the session open: it keeps its end.
  const expiresAt = state.sessions.get(sessionId) ?? latest;
  return { userId, token: await signToken(core, audience, { appId, userId, sessionId }, expiresAt) };
}

/** The facts with stars in the name for words of the tenant's lists. Nothing is refused: an app answers for its people's names. */
function wordedFacts(core: Core, appId: string, facts: PersonFacts): PersonFacts {
  const { displayName } = facts;
  if (displayName === undefined) return facts;
  return { ...facts, displayName: core.settings.words.worded(appId, displayName, 'name').text };
}
