import { Router } from 'express';
import type { Core } from '../../application/core.ts';
import {
  approveWithdrawal,
  listWithdrawals,
  MAX_WITHDRAWALS_LISTED,
  rejectWithdrawal,
  withdrawalById,
} from '../../application/operators/withdrawals.ts';
import { WITHDRAWAL_STATUSES } from '../../domain/withdrawal/limits.ts';
import type { SimulatedPayments } from '../../payments/simulated.ts';
import { idOf, integerOf, oneOf, reasonOf } from './input.ts';
import { metaOf } from './meta.ts';

/** What `GET /dev` shows. */
export const WITHDRAWAL_ROUTES = [
  'GET /dev/withdrawals?userId=&status=&before=&limit=',
  'POST /dev/withdrawals/:id/approve',
  'POST /dev/withdrawals/:id/reject {reason?}',
  'GET /dev/payouts?userId=',
];

/** Withdrawals on a page. */
const DEFAULT_WITHDRAWALS = 20;
/** How long an answer waits until the points have moved, ms: a job pays, and reactors follow. */
const SETTLED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;

/** Withdrawals, as an operator decides on them, and what the Alipay that dev mode plays has paid. */
export function withdrawalRoutes(core: Core, simulated: SimulatedPayments | undefined): Router {
  const router = Router();
  const appId = core.settings.heiheiAppId;

  router.get('/withdrawals', async ({ query }, response) => {
    const { userId, status, before, limit = DEFAULT_WITHDRAWALS } = query;
    const wanted = {
      ...(userId !== undefined && { userId: idOf(String(userId)) }),
      ...(status !== undefined && { status: oneOf(WITHDRAWAL_STATUSES, status, 'status') }),
      ...(before !== undefined && { before: integerOf(before, 'before', 0, Number.MAX_SAFE_INTEGER) }),
      limit: integerOf(limit, 'limit', 1, MAX_WITHDRAWALS_LISTED),
    };
    const found = await listWithdrawals(core, appId, wanted);
    response.json({ withdrawals: found.map(({ withdrawalId: id, ...rest }) => ({ id, ...rest })) });
  });
  router.post('/withdrawals/:id/approve', async (request, response) => {
    const withdrawalId = request.params.id;
    const done = await approveWithdrawal(core, appId, { withdrawalId }, metaOf(core, request));
    response.json({ id: withdrawalId, ...done, status: await settled(core, appId, withdrawalId) });
  });
  router.post('/withdrawals/:id/reject', async (request, response) => {
    const withdrawalId = request.params.id;
    const rejection = { withdrawalId, reason: reasonOf(request.body) };
    const done = await rejectWithdrawal(core, appId, rejection, metaOf(core, request));
    response.json({ id: withdrawalId, ...done, status: await settled(core, appId, withdrawalId) });
  });
  router.get('/payouts', async ({ query }, response) => {
    const userId = idOf(String(query.userId));
    const theirs = await listWithdrawals(core, appId, { userId, limit: MAX_WITHDRAWALS_LISTED });
    const ids = new Set(theirs.map(({ withdrawalId }) => withdrawalId));
    const transfers = simulated?.transfers().filter(({ withdrawalId }) => ids.has(withdrawalId)) ?? [];
    response.json({ payouts: transfers.map(({ account: alipaycode, ...rest }) => ({ ...rest, alipaycode })) });
  });
  return router;
}

/** Waits until the points have gone or come back, as long as an answer may. Returns what became of the withdrawal by then. */
async function settled(core: Core, appId: string, withdrawalId: string): Promise<string> {
  const until = core.clock.elapsed() + SETTLED_WITHIN_MS;
  for (;;) {
    const { status, isSettled } = await withdrawalById(core, appId, withdrawalId);
    if (isSettled || core.clock.elapsed() > until) return status;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
