import { bannersDecider } from '../../domain/banners/decider.ts';
import type { Banner } from '../../domain/banners/events.ts';
import { houseDecider } from '../../domain/house/decider.ts';
import { releaseDecider } from '../../domain/release/decider.ts';
import type { Release, System } from '../../domain/release/events.ts';
import { bannersStream, houseStream, releaseStream } from '../../domain/streams.ts';
import type { Position } from '../../event-store/event-store.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';

/** What holds for a tenant now: seats of new rooms, and lines that begin conversations. */
export async function houseOf(core: Core, appId: string): Promise<{ seatCount: number; hints: readonly string[] }> {
  return (await core.commands.load(houseDecider, houseStream(appId))).state;
}

/** The releases that are offered for a system, in no order. */
export async function releasesOf(core: Core, appId: string, system: System): Promise<Release[]> {
  const { state } = await core.commands.load(releaseDecider, releaseStream(appId, system));
  return [...state.offered.values()];
}

/** The answer to an operator: the position in the log. No list has to catch up: clients are answered from the log. */
export interface Written {
  position: Position;
}

/**
 * Sets what the app's first screen shows, all at once; the same list again changes nothing. Throws `InvalidInput`. `makeMeta` must be
 * the system's, as for all of these.
 */
export async function setBanners(
  core: Core,
  appId: string,
  { banners }: { banners: readonly Banner[] },
  makeMeta: MakeMeta,
): Promise<Written> {
  const command = { type: 'SetBanners', banners } as const;
  const { position } = await core.commands.handle(bannersDecider, bannersStream(appId), command, makeMeta('/banners'));
  return { position };
}

/** Offers a release of the app to clients that are older. Throws `InvalidInput`. */
export async function announceRelease(
  core: Core,
  appId: string,
  { system, ...release }: { system: System } & Release,
  makeMeta: MakeMeta,
): Promise<Written> {
  const command = { type: 'AnnounceRelease', system, ...release } as const;
  const stream = releaseStream(appId, system);
  const { position } = await core.commands.handle(releaseDecider, stream, command, makeMeta('/releases'));
  return { position };
}

/** Offers a release no more. One that is not offered changes nothing. */
export async function withdrawRelease(
  core: Core,
  appId: string,
  given: { system: System; channel: string; versionCode: string; reason: string },
  makeMeta: MakeMeta,
): Promise<Written> {
  const command = { type: 'WithdrawRelease', ...given } as const;
  const stream = releaseStream(appId, given.system);
  const { position } = await core.commands.handle(releaseDecider, stream, command, makeMeta('/releases/withdraw'));
  return { position };
}

/** How many seats the rooms of a tenant have whose lives are created from now on, the host's among them. Throws `InvalidInput`. */
export async function setRoomSeats(
  core: Core,
  appId: string,
  { seatCount }: { seatCount: number },
  makeMeta: MakeMeta,
): Promise<Written> {
  const command = { type: 'SetRoomSeats', seatCount } as const;
  const { position } = await core.commands.handle(houseDecider, houseStream(appId), command, makeMeta('/rooms/seats'));
  return { position };
}

/** Lines of which one begins each new conversation of two people from now on; an empty list: none does. Throws `InvalidInput`. */
export async function setHints(
  core: Core,
  appId: string,
  { hints }: { hints: readonly string[] },
  makeMeta: MakeMeta,
): Promise<Written> {
  const command = { type: 'SetHints', hints } as const;
  const { position } = await core.commands.handle(houseDecider, houseStream(appId), command, makeMeta('/hints'));
  return { position };
}
