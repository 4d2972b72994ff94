import { honoursDecider } from '../../domain/honours/decider.ts';
import type { Honour } from '../../domain/honours/events.ts';
import { honoursStream } from '../../domain/streams.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { type Done, done } from './done.ts';

/** Distinguishes a person, or no longer. Repeating it changes nothing. Throws `UserNotFound`. `makeMeta` must be the system's. */
export async function setHonour(
  core: Core,
  appId: string,
  { userId, honour, isGranted }: { userId: number; honour: Honour; isGranted: boolean },
  makeMeta: MakeMeta,
): Promise<Done> {
  await personCard(core, appId, userId);
  const command = { type: isGranted ? 'GrantHonour' : 'RemoveHonour', userId, honour } as const;
  const meta = makeMeta(`/users/${userId}/honours`);
  const { position } = await core.commands.handle(honoursDecider, honoursStream(appId, userId), command, meta);
  return done(core, position, [userCards]);
}
