import { readPath } from '../../domain/file/path.ts';
import type { Core } from '../core.ts';

/**
 * The address of a person's picture, from what their profile keeps: a path of the file store, an address that an app's server gave, or
 * nothing, for which there are default pictures.
 */
export function pictureUrl({ files }: Pick<Core, 'files'>, userId: number, kept: string): string {
  if (kept === '') return files.defaultPicture(userId);
  return readPath(kept) ? files.store.url(kept) : kept;
}

/** The same person, with the address of their picture. */
export function withPicture<Person extends { userId: number; coverUrl: string }>(
  core: Pick<Core, 'files'>,
  person: Person,
): Person {
  const { userId, coverUrl } = person;
  return { ...person, coverUrl: pictureUrl(core, userId, coverUrl) };
}
