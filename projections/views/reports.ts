import type { EventMeta } from '../../domain/kernel/event.ts';
import type { ReportKind, ReportOutcome } from '../../domain/report/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A report about a person; id `<app>.<reportId>`. */
export interface ReportDocument {
  appId: string;
  reportId: number;
  userId: number;
  reporterId: number;
  kind: ReportKind;
  /** Epoch ms. */
  at: number;
  /** `open` until an operator has looked at it. */
  status: 'open' | ReportOutcome;
}

const indexes = {
  ofUser: ['appId', 'userId', '-at'],
  byReporter: ['appId', 'reporterId', '-at'],
  byStatus: ['appId', 'status', '-at'],
  latest: ['appId', '-at'],
} as const satisfies Indexes<ReportDocument>;

export const reports: View<ReportDocument, typeof indexes> = {
  name: 'reports',
  version: 1,
  indexes,
  on: {
    UserReported: {
      ids: idsOfReport,
      evolve(_, { data: { reportId, userId, reporterId, kind }, meta: { appId, at } }) {
        return { appId, reportId, userId, reporterId, kind, at, status: 'open' };
      },
    },
    ReportSettled: {
      ids: idsOfReport,
      evolve(report, { data }) {
        if (report) report.status = data.outcome;
        return report;
      },
    },
  },
};

function idsOfReport(event: { meta: EventMeta; data: { reportId: number } }): string[] {
  return [documentId(event, event.data.reportId)];
}
