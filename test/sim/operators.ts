import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import { banUser, unbanUser } from '../../application/operators/accounts.ts';
import { giveGold, refundGift, settleApproval } from '../../application/operators/money.ts';
import { GIFT_REFUND_SOURCE, OPERATOR_SOURCE } from '../../domain/wallet/sources.ts';
import { commandIdOf, metaOf } from './commands.ts';
import type { Means } from './means.ts';
import type { Monitor } from './monitor.ts';
import type { Random } from './random.ts';
import type { Outcome } from './requests.ts';
import { APP, SIM_LIMIT_GOLD } from './surroundings.ts';
import type { World } from './world.ts';

/** How long somebody stays banned, ms. */
const BANNED_MS = { least: 200, most: 5_000 };
const [FIRST, SECOND] = [11, 12];

/** What people have in common whom operators look after. */
interface Evening {
  operators: Random;
  world: World;
  serial: number;
}

/** Somebody whom operators look after. */
type Subject = Means<Evening>;

/** Ids of the commands of grants of which operators were told that they are done: those that needed nobody else. */
export type OperatorPromises = Set<string>;

/** Operators give the person gold, alone or by two, give back what a gift cost, or ban them for a while. */
export async function lookAfter(subject: Subject, promises: OperatorPromises): Promise<void> {
  const { operators: random } = subject.evening;
  const chance = random.next();
  if (chance < 0.5) await give(subject, promises);
  else if (chance < 0.85) await giveBack(subject);
  else await ban(subject);
}

/** Something that an operator does under a key, until there is an answer. */
function act(
  { evening, surely }: Subject,
  operator: number,
  reason: string,
  run: (core: Core, makeMeta: MakeMeta) => Promise<object>,
  key = `operator ${++evening.serial}`,
): Promise<Outcome> {
  return surely((process) =>
    process.requests.run(`${key}: ${operator} ${reason}`, (core) =>
      run(core, (purpose) => ({ ...metaOf(core, 0, purpose, key), operator, reason })),
    ),
  );
}

async function give(subject: Subject, promises: OperatorPromises): Promise<void> {
  const { evening, userId } = subject;
  const { operators: random, world } = evening;
  const isLarge = random.chance(0.6);
  const amountGold = isLarge
    ? random.integer(SIM_LIMIT_GOLD + 1, 2 * SIM_LIMIT_GOLD)
    : random.integer(1, SIM_LIMIT_GOLD);
  const reason = `gold ${++evening.serial}`;
  const ask = (core: Core, meta: MakeMeta) => giveGold(core, APP, { userId, amountGold, reason }, meta);
  const asked = await act(subject, FIRST, reason, ask, reason);
  if (asked.kind !== 'ok') return;
  const { approvalId } = asked.answer as { approvalId: number | null };
  if (isLarge !== (approvalId !== null)) world.violation(`3: ${amountGold} gold needs a second operator, or does not`);
  if (approvalId === null) return void promises.add(commandIdOf(0, `/wallets/${userId}/grant`, reason));
  const settle = (operator: number, isGiven: boolean) =>
    act(subject, operator, `${isGiven ? 'give' : 'refuse'} ${approvalId}`, (core, meta) =>
      settleApproval(core, APP, { approvalId, isGiven, reason }, meta),
    );
  if (random.chance(0.4)) {
    const own = await settle(FIRST, true);
    if (own.kind === 'ok') world.violation(`3: an operator agreed to what they asked for themselves: ${approvalId}`);
  }
  const decisions = [random.chance(0.7), random.chance(0.7)].slice(0, random.integer(1, 2));
  await Promise.all(decisions.map((isGiven) => settle(SECOND, isGiven)));
}

/** Two operators give back the same gift at once now and then. */
async function giveBack(subject: Subject): Promise<void> {
  const { evening, userId } = subject;
  const { operators: random, world } = evening;
  const bought = world.monitor.events('GiftBought').filter(({ data }) => data.userId === userId && data.costGold > 0);
  if (bought.length === 0) return;
  const { revision } = random.pick(bought);
  const reason = `gift ${revision} of ${userId}`;
  const operators = random.chance(0.5) ? [FIRST, SECOND] : [FIRST];
  await Promise.all(
    operators.map((operator) =>
      act(subject, operator, reason, (core, meta) => refundGift(core, APP, { userId, revision, reason }, meta)),
    ),
  );
}

async function ban(subject: Subject): Promise<void> {
  const { evening, userId } = subject;
  const { operators: random, world } = evening;
  await act(subject, FIRST, 'ban', (core, meta) => banUser(core, APP, { userId, reason: 'ban' }, meta));
  await world.scheduler.sleep(random.between(BANNED_MS.least, BANNED_MS.most));
  await act(subject, SECOND, 'unban', (core, meta) => unbanUser(core, APP, { userId }, meta));
}

/**
 * Gold that an operator gave alone is there, once; more than that came only because another one agreed, once for each agreement; and what a gift cost
 * comes back once at most.
 */
export function checkOperators(monitor: Monitor, promises: OperatorPromises, violation: (what: string) => void): void {
  const granted = monitor.events('GoldGranted');
  const byOperators = granted.filter(({ data }) => data.source === OPERATOR_SOURCE);
  const alone = byOperators.filter(({ meta }) => meta.operator !== undefined);
  for (const id of promises) {
    const times = alone.filter(({ meta }) => meta.commandId === id).length;
    if (times !== 1) violation(`${times === 0 ? 1 : 3}: a grant was acknowledged and is there ${times} times (${id})`);
  }
  for (const { data } of alone)
    if (data.amountGold > SIM_LIMIT_GOLD) violation(`3: one operator gave ${data.amountGold} gold alone`);
  const askedBy = new Map(monitor.events('ApprovalAsked').map(({ data }) => [data.approvalId, data.askedBy]));
  const given = monitor.events('ApprovalGiven');
  for (const { data } of given) {
    const isOwn = data.givenBy === askedBy.get(data.approvalId);
    if (isOwn && data.amountGold > SIM_LIMIT_GOLD) violation(`3: ${data.approvalId} was given by who asked for it`);
  }
  const failed = new Set(monitor.events('ApprovalFailed').map(({ data }) => data.approvalId));
  const due = given.filter(({ data }) => data.kind === 'grant' && !failed.has(data.approvalId)).length;
  const carriedOut = byOperators.length - alone.length;
  if (carriedOut !== due) violation(`4: ${due} agreements to give gold were carried out ${carriedOut} times`);
  const refunds = granted.map(({ data }) => data.source).filter((source) => source.startsWith(GIFT_REFUND_SOURCE));
  if (new Set(refunds).size < refunds.length) violation('3: what a gift cost came back twice');
}
