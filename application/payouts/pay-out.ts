import { randomUUID } from 'node:crypto';
import type { ProcessClock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { withdrawalStream } from '../../domain/streams.ts';
import type { WithdrawalCommand } from '../../domain/withdrawal/commands.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal/events.ts';
import { PAYOUT_LEAVES_WITHIN_MS } from '../../domain/withdrawal/limits.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { PayoutOutcome, Payouts } from '../../payments/payouts.ts';

interface PayoutCore {
  commands: CommandHandler;
  payouts: Payouts | null;
  clock: ProcessClock;
}

/**
 * Pays an approved withdrawal, or asks what became of one that was to be paid. The provider is told to pay by the run that wrote
 * `PayoutStarted`, right after it, and by no other one: whatever that run did not hear of is asked for, and never paid again. Safe to run
 * twice, and at once in two processes. `meta` is the system's, and the same for the same job.
 */
export async function payOut(core: PayoutCore, withdrawalId: string, meta: CommandMeta): Promise<void> {
  const { commands, payouts } = core;
  const stream = withdrawalStream(meta.appId, withdrawalId);
  const { request, status } = (await commands.load(withdrawalDecider, stream)).state;
  if (!request || !payouts || (status !== 'approved' && status !== 'paying')) return;
  // Read before the states below change under it.
  const payout = { ...request };
  const outcome = status === 'approved' ? await start(core, payout, meta) : await known(payouts.query(payout));
  if (!outcome) return;
  const step = { ...meta, commandId: derivedCommandId(meta.commandId, 'end-payout') };
  await commands.handle(withdrawalDecider, stream, commandOf(outcome), step);
}

/** Writes down that it is paid now, and tells the provider. Null where another run has done so, or there is nothing to pay any more. */
async function start(
  { commands, payouts, clock }: PayoutCore,
  payout: WithdrawalRequest,
  meta: CommandMeta,
): Promise<PayoutOutcome | null> {
  const stream = withdrawalStream(meta.appId, payout.withdrawalId);
  const since = clock.elapsed();
  // An id of this run's own: under a shared one, another process's run at the same time would take our event for its own, and pay as well.
  const step = { ...meta, commandId: randomUUID() };
  const { events, repeated } = await commands.handle(withdrawalDecider, stream, { type: 'StartPayout' }, step);
  const isOurs = !repeated && events.some(({ type }) => type === 'PayoutStarted');
  if (!isOurs) return null;
  // This process stood still: others may ask for the payout by now, and must not find that it comes after they asked.
  if (clock.elapsed() - since > PAYOUT_LEAVES_WITHIN_MS) return { kind: 'unknown' };
  return known(payouts!.pay(payout));
}

/** Without an answer, nobody knows. */
function known(asking: Promise<PayoutOutcome>): Promise<PayoutOutcome> {
  return asking.catch(() => ({ kind: 'unknown' }) as const);
}

function commandOf(outcome: PayoutOutcome): WithdrawalCommand {
  switch (outcome.kind) {
    case 'paid':
      return { type: 'CompletePayout', tradeNo: outcome.tradeNo };
    case 'refused':
      return { type: 'RefusePayout', detail: outcome.detail };
    default:
      return { type: 'NotePayout', outcome: outcome.kind };
  }
}
