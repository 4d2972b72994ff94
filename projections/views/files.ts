import { pathOf } from '../../domain/file/path.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A person's upload; id `<app>.<fileId>`. */
export interface FileDocument {
  appId: string;
  userId: number;
  path: string;
  /** What it counts as in its owner's day: its size once it was claimed, the most that it may have before. */
  countedBytes: number;
  /** Epoch ms of the ticket. */
  grantedAt: number;
}

const indexes = { byUser: ['appId', 'userId', '-grantedAt'] } as const satisfies Indexes<FileDocument>;

export const files: View<FileDocument, typeof indexes> = {
  name: 'files',
  version: 1,
  indexes,
  on: {
    UploadGranted: {
      ids: (event) => [documentId(event, event.data.fileId)],
      evolve: (_, { data, meta: { appId } }) => ({
        appId,
        userId: data.userId,
        path: pathOf(data),
        countedBytes: data.maxBytes,
        grantedAt: data.grantedAt,
      }),
    },
    FileClaimed: {
      ids: (event) => [documentId(event, event.data.fileId)],
      evolve(file, { data }) {
        if (file) file.countedBytes = data.sizeBytes;
        return file;
      },
    },
    UploadDropped: { ids: (event) => [documentId(event, event.data.fileId)], evolve: () => null },
  },
};
