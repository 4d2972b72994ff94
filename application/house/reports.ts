import { DomainError } from '../../domain/kernel/errors.ts';
import { reportDecider } from '../../domain/report/decider.ts';
import type { ReportKind } from '../../domain/report/events.ts';
import { REPORT_AGAIN_MS, REPORTS_PER_DAY } from '../../domain/report/limits.ts';
import { reportStream } from '../../domain/streams.ts';
import { reports } from '../../projections/views/reports.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { timedIdOf } from '../ids.ts';
import { personCard } from '../people/cards.ts';

/**
 * The actor reports a person to the operators; the person is not told. The same report again within a day changes nothing. Who blocks
 * whom does not matter. Throws `UserNotFound` (field `userId`), `TargetIsSelf`, `InvalidInput`, `TooOften` past `REPORTS_PER_DAY`,
 * `IdempotencyConflict`.
 */
export async function reportUser(
  core: Core,
  actor: Actor,
  { userId, kind }: { userId: number; kind: ReportKind },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { appId } = actor;
  if (userId === actor.userId) throw new DomainError('TargetIsSelf', 'nobody reports themselves', 'userId');
  await personCard(core, appId, userId, 'userId');
  const meta = withInput(makeMeta('report-user'), { userId, kind });
  const stream = reportStream(appId, userId);
  const since = meta.at - REPORT_AGAIN_MS;
  const query = { index: 'byReporter', equals: [appId, actor.userId], until: since, limit: REPORTS_PER_DAY } as const;
  const lately = await core.models.find(reports, query);
  const isKnown = lately.some(({ document }) => document.userId === userId && document.kind === kind);
  if (!isKnown && lately.length >= REPORTS_PER_DAY) throw new DomainError('TooOften', 'too many reports in a day');
  const command = { type: 'ReportUser', reportId: timedIdOf(meta), userId, kind } as const;
  const { position } = await core.commands.handle(reportDecider, stream, command, meta);
  // The next report is counted by what this view shows.
  return shown(core, position, [reports]);
}
