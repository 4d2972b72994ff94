import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/**
 * Somebody who registered a phone under a label; id `<app>.<label>.<userId>`. Labels are keyed hashes of tags and aliases. It stays when the phone goes:
 * which of a person's phones have the label now, their own stream says.
 */
export interface PushLabel {
  appId: string;
  label: string;
  userId: number;
}

const indexes = { byLabel: ['appId', 'label', 'userId'] } as const satisfies Indexes<PushLabel>;

export const pushLabels: View<PushLabel, typeof indexes> = {
  name: 'push-labels',
  version: 1,
  indexes,
  on: {
    DeviceRegistered: {
      ids: (event) => (event.data.labels ?? []).map((label) => documentId(event, label, event.data.userId)),
      evolve(_, { data: { userId, labels = [] }, meta: { appId } }, id) {
        const label = labels.find((each) => id === `${appId}.${each}.${userId}`);
        return label === undefined ? null : { appId, label, userId };
      },
    },
  },
};
