import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { Caller } from '../actor.ts';
import type { MakeMeta } from '../commands.ts';
import type { Accounts } from './identities.ts';

/** Ends the caller's session; its sockets are closed from the log. Other devices stay signed in. Throws nothing of its own. */
export async function signOut(
  { commands }: Accounts,
  { appId, userId, sessionId }: Caller,
  makeMeta: MakeMeta,
): Promise<void> {
  await commands.handle(
    userDecider,
    userStream(appId, userId),
    { type: 'CloseSession', sessionId },
    makeMeta('sign-out'),
  );
}
