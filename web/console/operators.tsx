import { useState } from 'preact/hooks';
import { Action } from './action.tsx';
import { type Answer, ask, ROLES } from './api.ts';
import { Card, ChainLink, Failure, LIVE, PersonLink, Table, Time, useAnswer } from './parts.tsx';
import { textOf, wordsOf } from './words.ts';

type Deed = Answer<'audit/list'>['deeds'][number];
const DEEDS = 50;

/** What operators did, and why. */
export function AuditPage() {
  const [of, setOf] = useState<'tenant' | 'installation'>('tenant');
  const [older, setOlder] = useState<Deed[]>([]);
  const [error, setError] = useState('');
  const newest = useAnswer('audit/list', { of, limit: DEEDS });
  const operators = useAnswer('operators/list', {});
  const names = new Map(operators.answer?.operators.map(({ operatorId, name }) => [operatorId, name]));
  const deeds = [...(newest.answer?.deeds ?? []), ...older];
  const more = async () => {
    try {
      const page = await ask('audit/list', { of, limit: DEEDS, before: deeds[deeds.length - 1]!.position });
      setOlder([...older, ...page.deeds]);
    } catch (failure) {
      setError(textOf(failure));
    }
  };
  return (
    <Card
      title="What operators did"
      aside={
        <label>
          To
          <select
            value={of}
            onInput={(event) => {
              setOlder([]);
              setOf(event.currentTarget.value as typeof of);
            }}
          >
            <option value="tenant">people, money and rooms</option>
            <option value="installation">operators and machinery</option>
          </select>
        </label>
      }
    >
      <Failure text={newest.error || error} />
      <Table
        rows={deeds}
        keyOf={({ position }) => position}
        empty="Nothing yet."
        columns={[
          { head: 'When', of: ({ at }) => <Time at={at} /> },
          { head: 'Who', of: ({ operator }) => names.get(operator) ?? operator },
          { head: 'Did', of: ({ types }) => types.map(wordsOf).join(', ') },
          { head: 'Why', of: ({ reason }) => reason },
          { head: 'Person', of: ({ userId }) => <PersonLink id={userId} /> },
          {
            head: 'Stream',
            isLong: true,
            of: ({ stream }) => <a href={`#Events/${encodeURIComponent(stream)}`}>{stream}</a>,
          },
          { head: 'More', of: ({ correlationId }) => <ChainLink id={correlationId} /> },
        ]}
      />
      {deeds.length > 0 && deeds.length % DEEDS === 0 && (
        <button type="button" onClick={() => void more()}>
          Show older ones
        </button>
      )}
    </Card>
  );
}

/** Who operates. */
export function OperatorsPage() {
  const { answer, error, again } = useAnswer('operators/list', {}, LIVE);
  const [token, setToken] = useState('');
  const role = (value: string) => ({ name: 'role', label: 'Role', kind: 'choice', value, options: ROLES }) as const;
  const password = { name: 'password', label: 'Password', kind: 'password', autocomplete: 'new-password' } as const;
  return (
    <Card
      title="Operators"
      aside={
        <Action
          label="Add an operator"
          path="operators/add"
          fields={[{ name: 'name', label: 'Name' }, password, role('support')]}
          onDone={again}
        />
      }
    >
      <Failure text={error} />
      {token !== '' && (
        <p role="status">
          The token, shown this once: <code>{token}</code>
        </p>
      )}
      {answer && (
        <Table
          rows={answer.operators}
          keyOf={({ operatorId }) => operatorId}
          columns={[
            {
              head: 'Name',
              of: ({ name, isDisabled }) => (
                <>
                  {name} {isDisabled && <span class="tag bad">disabled</span>}
                </>
              ),
            },
            { head: 'Role', of: (operator) => operator.role },
            { head: 'Code', of: ({ hasTotp }) => (hasTotp ? 'by an app' : 'none') },
            { head: 'Signed in', of: ({ signedInAt }) => <Time at={signedInAt ?? 0} /> },
            {
              head: 'More',
              of: ({ operatorId, role: now, isDisabled, hasTotp }) => (
                <span class="row">
                  <Action
                    label="Change the role"
                    path="operators/change-role"
                    params={{ operatorId }}
                    fields={[role(now)]}
                    onDone={again}
                  />
                  <Action
                    label="Set a password"
                    path="operators/set-password"
                    params={{ operatorId }}
                    fields={[password]}
                    says="Their sessions end."
                    onDone={again}
                  />
                  {hasTotp && (
                    <Action
                      label="Take the code away"
                      path="operators/remove-totp"
                      params={{ operatorId }}
                      onDone={again}
                    />
                  )}
                  <Action
                    label="Make a token"
                    path="tokens/make"
                    params={{ operatorId }}
                    fields={[
                      { name: 'label', label: 'What it is for' },
                      role('viewer'),
                      { name: 'days', label: 'Days', kind: 'number', min: 1, max: 366, value: 90 },
                    ]}
                    onDone={(made) => setToken(String(made.token ?? ''))}
                  />
                  {isDisabled ? (
                    <Action label="Let in again" path="operators/enable" params={{ operatorId }} onDone={again} />
                  ) : (
                    <Action label="Disable" path="operators/disable" params={{ operatorId }} isHarsh onDone={again} />
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
