import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { isWebLink, noteLine, optionalLines, spokenText } from '../kernel/text.ts';
import { type Release, type ReleaseEvent, releaseEventTypes, SYSTEMS, type System } from './events.ts';
import { MAX_CHANNEL_CHARS, MAX_RELEASE_TEXT_CHARS, MAX_RELEASE_TITLE_CHARS, MAX_RELEASES } from './limits.ts';
import { compareVersions, isVersion } from './version.ts';

/** What operators do. */
export type ReleaseCommand =
  | ({ type: 'AnnounceRelease'; system: System } & Release)
  | { type: 'WithdrawRelease'; system: System; channel: string; versionCode: string; reason: string };

/** What is offered for one system, by channel and version. */
export interface Releases {
  offered: Map<string, Release>;
}

/**
 * The releases of the app for one system. Announcing the same again changes nothing; announcing a version again with other words replaces
 * it. For the system alone: `SystemOnly`; `InvalidInput` names the field.
 */
export function decide(
  command: ReleaseCommand,
  { offered }: Releases,
  { actor }: Pick<CommandMeta, 'actor'>,
): ReleaseEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  const { system, channel, versionCode } = command;
  const known = offered.get(keyOf(command));
  switch (command.type) {
    case 'AnnounceRelease': {
      const release = checked(command);
      if (known && JSON.stringify(known) === JSON.stringify(release)) return [];
      if (!known && offered.size >= MAX_RELEASES) {
        throw new DomainError('InvalidInput', `at most ${MAX_RELEASES} releases: withdraw one`, 'versionCode');
      }
      return [{ type: 'ReleaseAnnounced', data: { system, ...release } }];
    }
    case 'WithdrawRelease': {
      const reason = noteLine(command.reason);
      return known ? [{ type: 'ReleaseWithdrawn', data: { system, channel, versionCode, reason } }] : [];
    }
    default:
      return assertNever(command);
  }
}

/** The newest release that a client of a version and channel may take; null when there is none that is newer. */
export function newerThan({ offered }: Readonly<Releases>, versionCode: string, channel: string): Release | null {
  let newest: Release | null = null;
  for (const release of offered.values()) {
    if (release.channel !== '' && release.channel !== channel) continue;
    if (compareVersions(release.versionCode, versionCode) <= 0) continue;
    const order = newest === null ? 1 : compareVersions(release.versionCode, newest.versionCode);
    // Of one version, the channel's own counts.
    if (order > 0 || (order === 0 && release.channel !== '')) newest = release;
  }
  return newest;
}

function checked(release: Release & { system: System }): Release {
  const { system, channel, versionCode, force, url, fileName } = release;
  if (!SYSTEMS.includes(system)) throw new DomainError('InvalidInput', 'no such system', 'system');
  if (!/^[\w.-]*$/.test(channel) || channel.length > MAX_CHANNEL_CHARS) {
    throw new DomainError('InvalidInput', 'channel takes letters, digits, dots and dashes', 'channel');
  }
  if (!isVersion(versionCode)) throw new DomainError('InvalidInput', 'numbers with dots between', 'versionCode');
  if (!isWebLink(url)) throw new DomainError('InvalidInput', 'url must be an https address', 'url');
  if (!/^[\w.-]{0,100}$/.test(fileName)) throw new DomainError('InvalidInput', 'no name of a file', 'fileName');
  const title = spokenText(release.title, 'title', MAX_RELEASE_TITLE_CHARS);
  const text = optionalLines(release.text, 'text', MAX_RELEASE_TEXT_CHARS);
  return { channel, versionCode, force, url, title, text, fileName };
}

function keyOf({ channel, versionCode }: Pick<Release, 'channel' | 'versionCode'>): string {
  return `${channel} ${versionCode}`;
}

export function evolve(releases: Releases, event: ReleaseEvent): Releases {
  switch (event.type) {
    case 'ReleaseAnnounced': {
      const { system: _, ...release } = event.data;
      releases.offered.set(keyOf(release), release);
      return releases;
    }
    case 'ReleaseWithdrawn':
      releases.offered.delete(keyOf(event.data));
      return releases;
    default:
      return assertNever(event);
  }
}

export const releaseDecider: Decider<Releases, ReleaseCommand, ReleaseEvent> = {
  category: 'release',
  eventTypes: releaseEventTypes,
  initialState: () => ({ offered: new Map() }),
  decide,
  evolve,
};
