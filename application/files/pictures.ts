import { readPath } from '../../domain/file/path.ts';
import type { ShownHonour } from '../../projections/views/user-cards.ts';
import type { Core } from '../core.ts';

/**
 * The address of a person's picture, from what their profile keeps: a path of the file store, an address that an app's server gave, or
 * nothing, for which there are default pictures.
 */
export function pictureUrl({ files }: Pick<Core, 'files'>, userId: number, kept: string): string {
  if (kept === '') return files.defaultPicture(userId);
  return readPath(kept) ? files.store.url(kept) : kept;
}

/** The same person, with the addresses of their picture and of the signs of their honours. */
export function withPicture<Person extends { userId: number; coverUrl: string; honours?: readonly ShownHonour[] }>(
  core: Pick<Core, 'files'>,
  person: Person,
): Person {
  const { userId, coverUrl, honours } = person;
  const withCover = { ...person, coverUrl: pictureUrl(core, userId, coverUrl) };
  if (!honours || honours.length === 0) return withCover;
  const signed = honours.map((one) => ({ ...one, picture: core.files.honourPicture(one.honour) }));
  return { ...withCover, honours: signed };
}
