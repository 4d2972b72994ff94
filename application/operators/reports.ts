import { DomainError } from '../../domain/kernel/errors.ts';
import { reportDecider } from '../../domain/report/decider.ts';
import type { ReportOutcome } from '../../domain/report/events.ts';
import { reportStream } from '../../domain/streams.ts';
import { type ReportDocument, reports } from '../../projections/views/reports.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { type Done, done } from './done.ts';

export interface ReportsWanted {
  /** About this person alone. */
  userId?: number;
  /** In this state alone; not beside `userId`. */
  status?: ReportDocument['status'];
  offset: number;
  limit: number;
}

/** Reports of a tenant, newest first. */
export async function reportsOf(
  core: Core,
  appId: string,
  { userId, status, offset, limit }: ReportsWanted,
): Promise<ReportDocument[]> {
  const page = { offset, limit };
  const found =
    userId !== undefined
      ? await core.models.find(reports, { index: 'ofUser', equals: [appId, userId], ...page })
      : status !== undefined
        ? await core.models.find(reports, { index: 'byStatus', equals: [appId, status], ...page })
        : await core.models.find(reports, { index: 'latest', equals: [appId], ...page });
  return found.map(({ document }) => document);
}

/**
 * Notes what was made of a report; what is to be done about the person (a ban, say) is another command. Settling again changes nothing.
 * Throws `ReportNotFound`. `makeMeta` must be the system's.
 */
export async function settleReport(
  core: Core,
  appId: string,
  { reportId, outcome, reason }: { reportId: number; outcome: ReportOutcome; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const report = await core.models.get(reports, `${appId}.${reportId}`);
  if (!report) throw new DomainError('ReportNotFound');
  const stream = reportStream(appId, report.userId);
  const command = { type: 'SettleReport', reportId, outcome, reason } as const;
  const meta = makeMeta(`/reports/${reportId}/settle`);
  const { position } = await core.commands.handle(reportDecider, stream, command, meta);
  return done(core, position, [reports]);
}
