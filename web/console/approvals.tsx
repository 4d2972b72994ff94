import { useContext } from 'preact/hooks';
import { Action } from './action.tsx';
import { Card, Facts, Failure, LIVE, Nothing, PersonLink, SignedIn, Table, Time, useAnswer } from './parts.tsx';
import { numberOf, wordsOf } from './words.ts';

/** What waits for somebody to decide: gold above the limit, points that somebody wants paid, orders whose money is disputed. */
export function ApprovalsPage() {
  return (
    <>
      <Approvals />
      <Withdrawals />
      <Orders />
    </>
  );
}

function Approvals() {
  const me = useContext(SignedIn);
  const { answer, error, again } = useAnswer('approvals/list', { status: 'asked', limit: 100 }, LIVE);
  return (
    <Card title="Waits for a second operator">
      <Failure text={error} />
      {answer?.approvals.length === 0 && <Nothing>Nothing waits.</Nothing>}
      {answer?.approvals.map(({ approvalId, kind, userId, amountGold, reason, askedBy, askedAt, expiresAt, key }) => (
        <article key={approvalId}>
          <Facts
            facts={[
              ['What', wordsOf(kind)],
              ['Gold', numberOf(amountGold)],
              ['Person', <PersonLink key="person" id={userId} />],
              ['Why', reason],
              ...(key === '' ? [] : ([['Of', key]] as const)),
              ['Asked', <Time key="asked" at={askedAt} />],
              ['Until', <Time key="until" at={expiresAt} />],
              ['Id', approvalId],
            ]}
          />
          <span class="row">
            {askedBy === me.operatorId ? (
              <span class="soft">You asked for it: another operator has to agree.</span>
            ) : (
              <Action label="Approve" path="approvals/give" params={{ approvalId }} onDone={again} />
            )}
            <Action
              label={askedBy === me.operatorId ? 'Take back' : 'Refuse'}
              path="approvals/refuse"
              params={{ approvalId }}
              isHarsh
              onDone={again}
            />
          </span>
        </article>
      ))}
    </Card>
  );
}

function Withdrawals() {
  const { answer, error, again } = useAnswer('withdrawals/list', { status: 'requested', limit: 100 }, LIVE);
  return (
    <Card title="Points that people want paid">
      <Failure text={error} />
      {answer?.withdrawals.length === 0 && <Nothing>Nothing waits.</Nothing>}
      {answer?.withdrawals.map(({ withdrawalId, userId, points, payCents, name, account, createdAt }) => (
        <article key={withdrawalId}>
          <Facts
            facts={[
              ['Person', <PersonLink key="person" id={userId} />],
              ['Points', numberOf(points)],
              ['Pays', `¥${(payCents / 100).toFixed(2)}`],
              ['To', `${name}, ${account}`],
              ['Asked', <Time key="asked" at={createdAt} />],
              ['Id', withdrawalId],
            ]}
          />
          <span class="row">
            <Action label="Approve" path="withdrawals/approve" params={{ withdrawalId }} onDone={again} />
            <Action
              label="Reject"
              path="withdrawals/reject"
              params={{ withdrawalId }}
              says="The points come back; the person is told the reason."
              isHarsh
              onDone={again}
            />
          </span>
        </article>
      ))}
    </Card>
  );
}

function Orders() {
  const { answer, error, again } = useAnswer('orders/list', { isDisputed: true, limit: 100 }, LIVE);
  return (
    <Card title="Orders that are disputed">
      <Failure text={error} />
      {answer && (
        <Table
          rows={answer.orders}
          keyOf={({ orderId }) => orderId}
          empty="None is disputed."
          columns={[
            { head: 'Order', of: ({ orderId }) => orderId },
            { head: 'Person', of: ({ userId }) => <PersonLink id={userId} /> },
            { head: 'Paid', of: ({ payCents, channel }) => `¥${(payCents / 100).toFixed(2)} by ${channel}` },
            { head: 'Gold', of: ({ amountGold }) => numberOf(amountGold), isNumber: true },
            { head: 'When', of: ({ createdAt }) => <Time at={createdAt} /> },
            {
              head: 'More',
              of: ({ orderId }) => (
                <span class="row">
                  <Action
                    label="Money went back"
                    path="orders/refund"
                    params={{ orderId }}
                    says="Its gold is taken; where it is spent, the wallet is frozen."
                    isHarsh
                    onDone={again}
                  />
                  <Action label="It is settled" path="orders/close-dispute" params={{ orderId }} onDone={again} />
                </span>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
