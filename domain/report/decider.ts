import { dropOldest } from '../kernel/bounded.ts';
import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { noteLine } from '../kernel/text.ts';
import type { ReportCommand } from './commands.ts';
import { REPORT_KINDS, type ReportEvent, reportEventTypes } from './events.ts';
import { MAX_REMEMBERED_REPORTS, REPORT_AGAIN_MS } from './limits.ts';

export interface Reports {
  /** Whom they are about; 0 without any. */
  userId: number;
  /** `<reporterId> <kind>` → when it was reported last, epoch ms. */
  lately: Map<string, number>;
  /** Nobody has looked at these yet. */
  open: Set<number>;
}

/**
 * Reports of one person. The same report by the same person within `REPORT_AGAIN_MS` changes nothing, and neither does settling a report
 * again. About oneself: `TargetIsSelf`; of another kind than `REPORT_KINDS`: `InvalidInput`.
 */
export function decide(
  command: ReportCommand,
  reports: Reports,
  { actor, at }: Pick<CommandMeta, 'actor' | 'at'>,
): ReportEvent[] {
  switch (command.type) {
    case 'ReportUser': {
      const { reportId, userId, kind } = command;
      if (userId === actor) throw new DomainError('TargetIsSelf', 'nobody reports themselves', 'userId');
      if (!REPORT_KINDS.includes(kind)) throw new DomainError('InvalidInput', 'no such kind of report', 'reportType');
      const last = reports.lately.get(keyOf(actor, kind));
      if (last !== undefined && at - last < REPORT_AGAIN_MS) return [];
      return [{ type: 'UserReported', data: { reportId, userId, reporterId: actor, kind } }];
    }
    case 'SettleReport': {
      const { reportId, outcome } = command;
      if (actor !== 0) throw new DomainError('SystemOnly');
      if (!reports.open.has(reportId)) return [];
      const reason = noteLine(command.reason);
      return [{ type: 'ReportSettled', data: { reportId, userId: reports.userId, outcome, reason } }];
    }
    default:
      return assertNever(command);
  }
}

function keyOf(reporterId: number, kind: string): string {
  return `${reporterId} ${kind}`;
}

export function evolve(reports: Reports, event: ReportEvent, { at }: { at: number }): Reports {
  switch (event.type) {
    case 'UserReported': {
      const { reportId, userId, reporterId, kind } = event.data;
      reports.userId = userId;
      reports.lately.delete(keyOf(reporterId, kind));
      reports.lately.set(keyOf(reporterId, kind), at);
      dropOldest(reports.lately, MAX_REMEMBERED_REPORTS);
      reports.open.add(reportId);
      dropOldest(reports.open, MAX_REMEMBERED_REPORTS);
      return reports;
    }
    case 'ReportSettled':
      reports.open.delete(event.data.reportId);
      return reports;
    default:
      return assertNever(event);
  }
}

export const reportDecider: Decider<Reports, ReportCommand, ReportEvent> = {
  category: 'report',
  eventTypes: reportEventTypes,
  // Strangers write to it: what changes nothing leaves no trace.
  hasPart: () => false,
  initialState: () => ({ userId: 0, lately: new Map(), open: new Set() }),
  decide,
  evolve,
};
