import { act, type Me, type Role, reaches } from './api.ts';
import { Action, Card, Failure, REFRESH_MS, Table, useAnswer } from './parts.tsx';

/** What waits for somebody to decide. */
export interface Waiting {
  title: string;
  path: string;
  /** Of those that wait. */
  status: string;
  /** The field of the answer that lists them. */
  list: string;
  /** The field that names one. */
  id: string;
  /** The least role that decides. */
  role: Role;
  /** What is decided: a label, and the path of the API that does it. */
  choices: readonly (readonly [label: string, path: string])[];
}

export const APPROVALS: Waiting = {
  ...{ title: 'Gold that waits for a second operator', path: 'approvals/list', status: 'asked', list: 'approvals' },
  ...{ id: 'approvalId', role: 'finance' },
  choices: [
    ['Approve', 'approvals/give'],
    ['Refuse', 'approvals/refuse'],
  ],
};
export const WITHDRAWALS: Waiting = {
  ...{ title: 'Points that somebody wants paid', path: 'withdrawals/list', status: 'requested', list: 'withdrawals' },
  ...{ id: 'withdrawalId', role: 'finance' },
  choices: [
    ['Approve', 'withdrawals/approve'],
    ['Reject', 'withdrawals/reject'],
  ],
};

/** Each one that waits, with a form for each way to decide, where the operator's role reaches. */
export function Decisions({ me, of }: { me: Me; of: Waiting }) {
  const { answer, error, again } = useAnswer<Record<string, Record<string, unknown>[]>>(
    of.path,
    { status: of.status },
    REFRESH_MS,
  );
  return (
    <Card title={of.title}>
      <Failure text={error} />
      {answer?.[of.list]?.length === 0 && <p class="soft">Nothing waits.</p>}
      {answer?.[of.list]?.map((one) => (
        <article key={String(one[of.id])}>
          <Table rows={[one]} />
          {reaches(me.role, of.role) &&
            of.choices.map(([label, path]) => (
              <Action
                key={path}
                label={label}
                run={({ reason }, key) => act(path, { [of.id]: one[of.id], reason }, key)}
                onDone={again}
              />
            ))}
        </article>
      ))}
    </Card>
  );
}
