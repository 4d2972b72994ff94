import { liveDecider } from '../../domain/live/decider.ts';
import { liveStream } from '../../domain/streams.ts';
import { lives } from '../../projections/views/lives.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { type Done, done } from './done.ts';

/** Ends a live for good; nobody finds it any more. Throws `LiveNotFound`. `makeMeta` must be the system's. */
export async function banLive(
  core: Core,
  appId: string,
  { liveId, reason }: { liveId: number; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const command = { type: 'BanLive', reason } as const;
  const stream = liveStream(appId, liveId);
  const { position } = await core.commands.handle(liveDecider, stream, command, makeMeta(`/lives/${liveId}/ban`));
  return done(core, position, [lives]);
}
