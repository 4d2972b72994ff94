import type { MoneyKind } from '../../domain/approval/events.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** Gold, or money, that an operator moves, or wants to; id `<app>.<approvalId>`. */
export interface ApprovalDocument {
  appId: string;
  approvalId: number;
  kind: MoneyKind;
  userId: number;
  amountGold: number;
  /** Cents of a yuan, of a withdrawal; else 0. */
  payCents: number;
  /** The order, the event of the purchase, or the withdrawal; '' for a grant. */
  key: string;
  reason: string;
  /** `failed`: it was given, and a rule kept it from being done. */
  status: 'asked' | 'given' | 'refused' | 'failed';
  askedBy: number;
  /** Epoch ms. */
  askedAt: number;
  expiresAt: number;
  /** Who gave or refused it; 0: nobody yet. */
  settledBy: number;
  /** Epoch ms; 0: not yet. */
  settledAt: number;
}

const indexes = {
  byStatus: ['appId', 'status', '-askedAt'],
  latest: ['appId', '-askedAt'],
} as const satisfies Indexes<ApprovalDocument>;

export const approvals: View<ApprovalDocument, typeof indexes> = {
  name: 'approvals',
  version: 2,
  indexes,
  on: {
    ApprovalAsked: {
      ids: idsOfApproval,
      evolve(_, { data, meta }) {
        const { approvalId, kind, userId, amountGold, payCents = 0, key, reason, askedBy, expiresAt } = data;
        const what = { approvalId, kind, userId, amountGold, payCents, key, reason, askedBy, expiresAt };
        return { appId: meta.appId, ...what, status: 'asked', askedAt: meta.at, settledBy: 0, settledAt: 0 };
      },
    },
    ApprovalGiven: {
      ids: idsOfApproval,
      evolve: (before, { data, meta }) =>
        before && { ...before, status: 'given', settledBy: data.givenBy, settledAt: meta.at },
    },
    ApprovalRefused: {
      ids: idsOfApproval,
      evolve: (before, { data, meta }) =>
        before && { ...before, status: 'refused', settledBy: data.refusedBy, settledAt: meta.at },
    },
    ApprovalFailed: { ids: idsOfApproval, evolve: (before) => before && { ...before, status: 'failed' } },
  },
};

function idsOfApproval(event: { meta: EventMeta; data: { approvalId: number } }): string[] {
  return [documentId(event, event.data.approvalId)];
}
