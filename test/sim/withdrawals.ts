import { approveWithdrawal, rejectWithdrawal } from '../../application/operators/withdrawals.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { checkCharacter } from '../../domain/payee/identity-card.ts';
import { MIN_WITHDRAWAL_CENTS, WITHDRAWAL_STEP_CENTS } from '../../domain/withdrawal/limits.ts';
import { metaOf } from './commands.ts';
import type { Means } from './means.ts';
import type { Monitor } from './monitor.ts';
import type { SimPayouts } from './payouts.ts';
import type { Random } from './random.ts';
import type { Outcome } from './requests.ts';
import { APP } from './surroundings.ts';
import type { World } from './world.ts';

/** What people who withdraw have in common. */
interface Evening {
  withdrawals: Random;
  world: World;
  serial: number;
}

/** Somebody with points. */
type Earner = Means<Evening>;

/** Makes points into gold or money; asks twice at once now and then; an operator approves, rejects, or both. */
export async function withdraw(earner: Earner): Promise<void> {
  const { evening, userId, call } = earner;
  const { withdrawals: random, world } = evening;
  if (random.chance(0.2)) return void (await call('/api/payment/p2g', { packageId: 201 }));
  const idCard = `1101011990030${String(userId).padStart(4, '0')}`;
  const papers = { username: '张三', idcard: idCard + checkCharacter(idCard), phone: '13533221223' };
  const alipaycode = `account-${userId}`;
  if ((await call('/api/payment/verify-alipay', { alipaycode, ...papers })).kind !== 'ok') return;
  const payamount = MIN_WITHDRAWAL_CENTS + WITHDRAWAL_STEP_CENTS * random.integer(0, 5);
  const ask = () => call('/api/payment/pay-req', { alipaycode, payamount });
  await (random.chance(0.3) ? Promise.all([ask(), ask()]) : ask());
  await world.scheduler.sleep(random.between(100, 5_000));
  const id = world.monitor.events('PointsHeld').findLast(({ data }) => data.userId === userId)?.data.withdrawalId;
  if (id === undefined) return;
  const decisions = [random.chance(0.7), random.chance(0.7)].slice(0, random.integer(1, 2));
  await Promise.all(decisions.map((approves) => decide(earner, id, approves)));
}

function decide({ evening, surely }: Earner, withdrawalId: string, approves: boolean): Promise<Outcome> {
  const key = `decision ${++evening.serial}`;
  return surely((process) =>
    process.requests.run(`${approves ? 'approve' : 'reject'} ${withdrawalId}`, async (core) => {
      const makeMeta = () => ({ ...metaOf(core, 0, '/withdrawals/', key), operator: 1 });
      try {
        if (approves) await approveWithdrawal(core, APP, { withdrawalId }, makeMeta);
        else await rejectWithdrawal(core, APP, { withdrawalId, reason: '资料不符' }, makeMeta);
      } catch (error) {
        // Another decision came first, or the request that made it is still under way.
        const isLate = error instanceof DomainError && error.code.startsWith('Withdrawal');
        if (!isLate) throw error;
      }
      return {};
    }),
  );
}

/** Nobody is paid twice, nor without an operator, nor anything else than was asked for; whatever was paid is known, and gave nothing back. */
export function checkWithdrawals(monitor: Monitor, payouts: SimPayouts, violation: (what: string) => void): void {
  const idsIn = (type: 'WithdrawalApproved' | 'WithdrawalPaid' | 'PointsReleased') =>
    new Set(monitor.events(type).map(({ data }) => data.withdrawalId));
  const [approved, known, released] = [idsIn('WithdrawalApproved'), idsIn('WithdrawalPaid'), idsIn('PointsReleased')];
  const asked = new Map(monitor.events('PointsHeld').map(({ data }) => [data.withdrawalId, data.payCents]));
  const underWay = new Set(monitor.events('PayoutAsked').map(({ data }) => data.withdrawalId));
  for (const [withdrawalId, payments] of payouts.paid) {
    if (payments.length > 1) violation(`3: withdrawal ${withdrawalId} was paid ${payments.length} times`);
    if (payments[0] !== asked.get(withdrawalId)) violation(`3: withdrawal ${withdrawalId} was paid by another amount`);
    if (!approved.has(withdrawalId)) violation(`3: withdrawal ${withdrawalId} was paid, and nobody approved it`);
    if (released.has(withdrawalId)) violation(`3: withdrawal ${withdrawalId} was paid, and its points came back`);
    if (!known.has(withdrawalId) && !underWay.has(withdrawalId)) {
      violation(`4: withdrawal ${withdrawalId} was paid, and nobody asks for it`);
    }
  }
  for (const withdrawalId of known) {
    if (!payouts.paid.has(withdrawalId)) violation(`3: withdrawal ${withdrawalId} counts as paid, and was not`);
  }
}
