import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask, newKey, Refused } from './api.ts';

/** How often what is shown is asked for again: an open console asks for a few pages of a list in that time. */
export const REFRESH_MS = 5_000;

export const timeOf = (ms: number) => new Date(ms).toLocaleString();
export const textOf = (error: unknown) => (error as Error).message;

/** What the API answers, asked again every `everyMs` while it is shown. */
export function useAnswer<Answer>(path: string, params: Record<string, string | number> = {}, everyMs = 0) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState('');
  const [round, setRound] = useState(0);
  const key = JSON.stringify([path, params]);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const found = await ask<Answer>(path, params);
        if (isGone) return;
        setAnswer(found);
        setError('');
      } catch (failure) {
        if (!isGone) setError(textOf(failure));
      }
      if (!isGone && everyMs > 0) timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [key, round]);
  return { answer, error, again: () => setRound(round + 1) };
}

export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Failure({ text }: { text: string }) {
  return text === '' ? null : (
    <p class="bad" role="alert">
      {text}
    </p>
  );
}

/** A list as a table, a column a field. */
export function Table({ rows }: { rows: readonly Record<string, unknown>[] }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (rows.length === 0) return <p class="soft">There is nothing here now.</p>;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <td key={column}>
                  {column === 'correlationId' && row[column] ? (
                    <ChainLink id={String(row[column])} />
                  ) : (
                    shown(column, row[column])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Leads to all that followed from the request that an event came of. */
export function ChainLink({ id }: { id: string }) {
  return <a href={`#Chain/${encodeURIComponent(id)}`}>chain</a>;
}

function shown(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' && value > 1e12 && /(^at|At)$/.test(name)) return timeOf(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A form that does something, with its reason: the API wants one for every change. */
export function Action(props: {
  label: string;
  amount?: string;
  run(given: { reason: string; amount: number }, key: string): Promise<unknown>;
  onDone(): void;
}) {
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState('');
  const [said, setSaid] = useState('');
  const [error, setError] = useState('');
  // The same until an answer has come: what is sent again after a lost one counts once.
  const [key, setKey] = useState(newKey);
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await props.run({ reason, amount: Number(amount) }, key);
      setSaid('Done.');
      setError('');
      setReason('');
      setAmount('');
      setKey(newKey());
      props.onDone();
    } catch (failure) {
      setError(textOf(failure));
      setSaid('');
      if (failure instanceof Refused && failure.status < 500) setKey(newKey());
    }
  };
  return (
    <form onSubmit={submit}>
      <div class="row">
        {props.amount && (
          <label>
            {props.amount}
            <input type="number" min="1" required value={amount} onInput={(e) => setAmount(e.currentTarget.value)} />
          </label>
        )}
        <label>
          Reason
          <input required maxLength={200} value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
        </label>
        <button type="submit">{props.label}</button>
        <span class="good">{said}</span>
      </div>
      <Failure text={error} />
    </form>
  );
}
