import type { FileClaimed } from '../../domain/file/events.ts';
import { pathOf, readPath } from '../../domain/file/path.ts';
import { recordingsDecider } from '../../domain/recordings/decider.ts';
import { recordingsStream } from '../../domain/streams.ts';
import type { PersonErased, ProfileUpdated } from '../../domain/user/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { FileStore } from '../../files/file-store.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModels } from '../../projections/read-models.ts';
import { shownBy } from '../../projections/shown-by.ts';
import { files } from '../../projections/views/files.ts';
import { records } from '../../projections/views/records.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { type Reaction, type Reactor, type ReactorGroup, reaction } from '../reactor.ts';

/** Name of the group: it waits for nobody but the file store, and the read models. */
export const FILES_GROUP = 'files';

/**
 * Takes bytes away that nobody uses any more: of uploads that nobody claimed, of pictures and recordings that were replaced or deleted, of
 * people who were erased. A store that does not answer is asked again like any reaction (`GroupRunner`); what is gone stays gone.
 */
export function filesGroup(store: Pick<FileStore, 'remove'>): ReactorGroup {
  async function removeRecord({ data: { path } }: { data: { path: string } }): Promise<Reaction[]> {
    // Of an erased person no event says where the sound lay: it went with all of theirs.
    if (readPath(path)) await store.remove(path);
    return NOTHING;
  }

  /** All that a person ever uploaded, and the recording that others would still find. */
  async function removeAll({ position, data, meta }: LoggedEvent<PersonErased>, models: ReadModels) {
    const { appId } = meta;
    const { userId } = data;
    await shownBy(models, position, [files, records]);
    for (let after: number | undefined, offset = 0; ; ) {
      const query = { index: 'byUser', equals: [appId, userId], limit: MAX_QUERY_DOCUMENTS } as const;
      const page = await models.find(files, { ...query, offset, ...(after !== undefined && { from: after }) });
      for (const { document } of page) await store.remove(document.path);
      if (page.length < MAX_QUERY_DOCUMENTS) break;
      const last = page[page.length - 1]!.document.grantedAt;
      const same = page.filter(({ document }) => document.grantedAt === last).length;
      offset = last === after ? offset + same : same;
      after = last;
    }
    const own = await models.find(records, { index: 'byUser', equals: [appId, userId], limit: 1 });
    return own.map(({ document: { recordId } }) =>
      reaction(recordingsDecider, recordingsStream(appId, userId), { type: 'DeleteRecord', recordId }),
    );
  }

  /** An upload that was claimed by a process which had not heard of its owner's erasure yet. */
  async function removeOfErased({ position, data, meta }: LoggedEvent<FileClaimed>, models: ReadModels) {
    const { appId } = meta;
    await shownBy(models, position, [files, userCards]);
    const owner = await models.get(userCards, `${appId}.${data.userId}`);
    const file = owner?.erased ? await models.get(files, `${appId}.${data.fileId}`) : null;
    if (file) await store.remove(file.path);
    return NOTHING;
  }

  /** A picture that another one has taken the place of, unless its owner has it again by now. */
  async function removePicture({ position, data, meta }: LoggedEvent<ProfileUpdated>, models: ReadModels) {
    const { userId, replacedPicture = '' } = data;
    if (!readPath(replacedPicture)) return NOTHING;
    await shownBy(models, position, [userCards]);
    const owner = await models.get(userCards, `${meta.appId}.${userId}`);
    if (owner?.coverUrl !== replacedPicture) await store.remove(replacedPicture);
    return NOTHING;
  }

  const removeFiles: Reactor = {
    name: 'remove-files',
    on: {
      async UploadDropped({ data }) {
        await store.remove(pathOf(data));
        return NOTHING;
      },
      FileClaimed: removeOfErased,
      ProfileUpdated: removePicture,
      RecordReplaced: removeRecord,
      RecordDeleted: removeRecord,
      SubjectRemoved: removeRecord,
      PersonErased: removeAll,
    },
  };
  return { name: FILES_GROUP, reactors: [removeFiles] };
}

/** No command follows: only the store changes. */
const NOTHING: Reaction[] = [];
