import { newerThan, releaseDecider } from '../../domain/release/decider.ts';
import type { Release, System } from '../../domain/release/events.ts';
import { releaseStream } from '../../domain/streams.ts';
import type { Core } from '../core.ts';

/** The newest release for a client's system and channel, if it is newer than the client's own version; else null. */
export async function newerRelease(
  core: Core,
  appId: string,
  { system, versionCode, channel }: { system: System; versionCode: string; channel: string },
): Promise<Release | null> {
  const { state } = await core.commands.load(releaseDecider, releaseStream(appId, system));
  return newerThan(state, versionCode, channel);
}
