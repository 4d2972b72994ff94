import type { Position } from '../../event-store/event-store.ts';
import { type AuditDocument, audit } from '../../projections/views/audit.ts';
import { shown } from '../commands.ts';
import type { Core } from '../core.ts';

/** Which of the things that operators did: all of a tenant, those of one operator, or those about one person. */
export interface AuditWanted {
  operatorId?: number | undefined;
  /** Not beside `operatorId`. */
  userId?: number | undefined;
  /** Before this one: the `position` of the last one of the page before. */
  before?: Position | undefined;
  limit: number;
}

/** What operators did in a tenant (or to the installation), newest first, up to now. Rejects only with the stores' errors. */
export async function auditOf(core: Core, appId: string, wanted: AuditWanted): Promise<AuditDocument[]> {
  const { operatorId, userId, before, limit } = wanted;
  await shown(core, await core.log.head(), [audit]);
  // The index walks backwards.
  const page = { limit, ...(before !== undefined && { after: before }) };
  const found =
    operatorId !== undefined
      ? await core.models.find(audit, { index: 'byOperator', equals: [appId, operatorId], ...page })
      : userId !== undefined
        ? await core.models.find(audit, { index: 'ofUser', equals: [appId, userId], ...page })
        : await core.models.find(audit, { index: 'latest', equals: [appId], ...page });
  return found.map(({ document }) => document);
}
