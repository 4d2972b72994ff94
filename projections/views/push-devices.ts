import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** Somebody who can be notified; id `<app>.<userId>`. Nobody's token is in it: senders read those from the log. */
export interface PushDevices {
  appId: string;
  userId: number;
  /** The hashes of the tokens of their phones. */
  tokenHashes: string[];
}

const indexes = { byId: ['appId', 'userId'] } as const satisfies Indexes<PushDevices>;

export const pushDevices: View<PushDevices, typeof indexes> = {
  name: 'push-devices',
  version: 2,
  indexes,
  on: {
    DeviceRegistered: {
      ids: (event) => [documentId(event, event.data.userId)],
      evolve(document, { data: { userId, tokenHash }, meta: { appId } }) {
        const others = document?.tokenHashes.filter((hash) => hash !== tokenHash) ?? [];
        return { appId, userId, tokenHashes: [...others, tokenHash] };
      },
    },
    DeviceRemoved: {
      ids: (event) => [documentId(event, event.data.userId)],
      evolve(document, { data: { tokenHash } }) {
        if (!document) return null;
        document.tokenHashes = document.tokenHashes.filter((hash) => hash !== tokenHash);
        return document.tokenHashes.length === 0 ? null : document;
      },
    },
  },
};
