import { readPath } from '../../domain/file/path.ts';
import type { Core } from '../core.ts';

/** The address of a person's picture, from what their profile keeps: a path of the file store, or an address that an app's server gave. */
export function pictureUrl({ files }: Pick<Core, 'files'>, kept: string): string {
  return readPath(kept) ? files.store.url(kept) : kept;
}

/** The same person, with the address of their picture. */
export function withPicture<Person extends { coverUrl: string }>(core: Pick<Core, 'files'>, person: Person): Person {
  return readPath(person.coverUrl) ? { ...person, coverUrl: pictureUrl(core, person.coverUrl) } : person;
}
