import { bannersDecider } from '../../domain/banners/decider.ts';
import type { Banner } from '../../domain/banners/events.ts';
import { bannersStream } from '../../domain/streams.ts';
import type { Core } from '../core.ts';

/** The banners of the app's first screen, in the operators' order. */
export async function bannersOf(core: Core, appId: string): Promise<readonly Banner[]> {
  const { state } = await core.commands.load(bannersDecider, bannersStream(appId));
  return state.banners;
}
