import type { EventMeta } from '../../domain/kernel/event.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** Somebody who operates the installation; id `salon.<operatorId>`. */
export interface OperatorDocument {
  appId: string;
  operatorId: number;
  name: string;
  role: OperatorRole;
  isDisabled: boolean;
  /** Whether they sign in with a code as well. */
  hasTotp: boolean;
  /** Epoch ms; of the sign-in 0: never. */
  addedAt: number;
  signedInAt: number;
}

const indexes = { all: ['appId', 'addedAt'] } as const satisfies Indexes<OperatorDocument>;

export const operators: View<OperatorDocument, typeof indexes> = {
  name: 'operators',
  version: 1,
  indexes,
  on: {
    OperatorAdded: {
      ids: idsOfOperator,
      evolve(_, { data: { operatorId, name, role }, meta: { appId, at } }) {
        return { appId, operatorId, name, role, isDisabled: false, hasTotp: false, addedAt: at, signedInAt: 0 };
      },
    },
    OperatorRoleChanged: { ids: idsOfOperator, evolve: (before, { data: { role } }) => changed(before, { role }) },
    OperatorTotpSet: { ids: idsOfOperator, evolve: (before) => changed(before, { hasTotp: true }) },
    OperatorTotpRemoved: { ids: idsOfOperator, evolve: (before) => changed(before, { hasTotp: false }) },
    OperatorDisabled: { ids: idsOfOperator, evolve: (before) => changed(before, { isDisabled: true }) },
    OperatorEnabled: { ids: idsOfOperator, evolve: (before) => changed(before, { isDisabled: false }) },
    OperatorSessionOpened: {
      ids: idsOfOperator,
      evolve: (before, { meta: { at } }) => changed(before, { signedInAt: at }),
    },
  },
};

function changed(before: OperatorDocument | null, change: Partial<OperatorDocument>): OperatorDocument | null {
  return before && Object.assign(before, change);
}

function idsOfOperator(event: { meta: EventMeta; data: { operatorId: number } }): string[] {
  return [documentId(event, event.data.operatorId)];
}
