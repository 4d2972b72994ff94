import { Action } from './action.tsx';
import type { Answer } from './api.ts';
import { Find } from './find.tsx';
import { Card, Failure, LIVE, useAnswer } from './parts.tsx';
import { WalletPage } from './wallet.tsx';
import { numberOf, timeOf } from './words.ts';

type Ledger = Answer<'ledger/show'>;
type Check = NonNullable<Ledger['check']>;
type Proof = NonNullable<Check['proof']>;

/** How often a check that runs is asked how far it is. */
const PROGRESS_MS = 500;

/** All gold there is, proven; and one wallet, where somebody is named. */
export function LedgerPage({ about }: { about: string }) {
  return (
    <>
      {about !== '' && <WalletPage key={about} userId={Number(about)} />}
      <Find page="Ledger" />
      <Totals />
    </>
  );
}

/** What gold became, in the order in which it is told. */
const PARTS = [
  ['Held by people', 'heldGold'],
  ['Spent', 'spentGold'],
  ['Expired', 'expiredGold'],
  ['Removed', 'removedGold'],
] as const;

/** Granted = held + spent + expired + removed, beside what the events alone come to. */
function Totals() {
  const first = useAnswer('ledger/show', {}, LIVE);
  const isRunning = first.answer?.check?.state === 'running';
  const { answer } = useAnswer(isRunning ? 'ledger/show' : null, {}, PROGRESS_MS);
  const ledger = isRunning ? (answer ?? first.answer) : first.answer;
  if (!ledger) return <Failure text={first.error} />;
  const { sums, check } = ledger;
  const proof = check?.proof ?? null;
  return (
    <Card
      title="All gold there is"
      aside={<Action label="Verify now" path="ledger/verify" says={VERIFY_SAYS} onDone={first.again} />}
    >
      <Failure text={first.error} />
      <div class="equation">
        <Sum name="Granted" value={sums.grantedGold} proven={proof?.grantedGold} />
        {PARTS.map(([name, part], n) => (
          <span class="term" key={part}>
            <b class="sign">{n === 0 ? '=' : '+'}</b>
            <Sum name={name} value={sums[part]} proven={proof?.[part]} />
          </span>
        ))}
      </div>
      <p class="soft">
        Of what was granted, {numberOf(sums.boughtGold)} was bought with money and {numberOf(sums.exchangedGold)} was
        points before. People were credited {numberOf(sums.creditedPoints)} points.
      </p>
      {check && <Checked check={check} proof={proof} />}
    </Card>
  );
}

const VERIFY_SAYS = 'Every wallet is added up again from the events alone, beside what the server does otherwise.';

function Sum({ name, value, proven }: { name: string; value: number; proven: number | undefined }) {
  const isProven = proven === value;
  return (
    <span class="sum">
      <small>{name}</small>
      <span class="figure">{numberOf(value)}</span>
      {proven !== undefined && (
        <small class={isProven ? 'good' : 'soft'} title="What the events came to when they were checked">
          {isProven ? '✓ proven' : `${numberOf(proven)} when checked`}
        </small>
      )}
    </span>
  );
}

function Checked({ check, proof }: { check: Check; proof: Proof | null }) {
  if (check.state === 'running')
    return (
      <div role="status">
        <label class="wide">
          Adding up every wallet: {numberOf(check.events)} events so far
          <progress value={check.position} max={Math.max(1, check.head)} />
        </label>
      </div>
    );
  if (check.state === 'failed' || !proof)
    return <Failure text={`The check that began ${timeOf(check.beganAt)} was broken off: the log did not answer.`} />;
  const when = timeOf(check.endedAt ?? check.beganAt);
  if (proof.isRight)
    return (
      <p class="good" role="status">
        ✓ The ledger adds up: {numberOf(proof.wallets)} wallets from {numberOf(check.events)} events, checked {when}.
      </p>
    );
  return (
    <div role="alert" class="bad">
      <p>
        ✗ {numberOf(proof.violationCount)} things do not add up, checked {when}:
      </p>
      <ul>
        {proof.violations.map(({ position, message }) => (
          <li key={`${position} ${message}`}>
            at {position}: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
