import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { type Answer, ask, type Me, mayCall, type Params, type Path } from './api.ts';
import { grownSoFar, onceGrown } from './feed.ts';
import { textOf, timeOf } from './words.ts';

/** Asked again as the log grows. */
export const LIVE = 'live';

/** Who is signed in; pages are shown to nobody else. */
export const SignedIn = createContext<Me>({} as Me);
export const useMay = () => {
  const me = useContext(SignedIn);
  return (path: Path) => mayCall(me, path);
};

/** What the API answers, asked again as the log grows, or every so many ms, while it is shown. `path` null: nothing is asked. */
export function useAnswer<P extends Path>(path: P | null, params: Params<P>, again: typeof LIVE | number = 0) {
  const [answer, setAnswer] = useState<Answer<P> | null>(null);
  const [error, setError] = useState('');
  const [round, setRound] = useState(0);
  const key = JSON.stringify([path, params]);
  useEffect(() => {
    if (path === null) return;
    let isGone = false;
    let stop = () => {};
    const look = async () => {
      const seen = grownSoFar();
      try {
        const found = await ask(path, params);
        if (isGone) return;
        setAnswer(found);
        setError('');
      } catch (failure) {
        if (isGone) return;
        setError(textOf(failure));
      }
      if (again === LIVE) stop = onceGrown(seen, look);
      else if (again > 0) {
        const timer = setTimeout(look, again);
        stop = () => clearTimeout(timer);
      }
    };
    void look();
    return () => {
      isGone = true;
      stop();
    };
  }, [key, round]);
  return { answer, error, again: () => setRound((before) => before + 1) };
}

export function Card({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section>
      <div class="head">
        <h2>{title}</h2>
        {aside}
      </div>
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

/** What there is when a list has nothing. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="soft">{children}</p>;
}

/** One number, and what it is. */
export function Figure({
  name,
  value,
  note,
  bad,
}: {
  name: string;
  value: ComponentChildren;
  note?: string;
  bad?: boolean;
}) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd class={bad ? 'bad' : undefined}>{value}</dd>
      {note && <small>{note}</small>}
    </div>
  );
}

export interface Column<Row> {
  head: string;
  of(row: Row): ComponentChildren;
  /** Numbers stand right. */
  isNumber?: boolean;
  /** Names of many letters, which may break anywhere. */
  isLong?: boolean;
}

const classOf = ({ isNumber, isLong }: { isNumber?: boolean; isLong?: boolean }) =>
  isNumber ? 'number' : isLong ? 'long' : undefined;

/** A list as a table; on a phone each row is a card, whose fields say their names. */
export function Table<Row>({
  rows,
  columns,
  keyOf,
  isChosen = () => false,
  empty = 'There is nothing here now.',
}: {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf(row: Row): string | number;
  isChosen?(row: Row): boolean;
  empty?: string;
}) {
  if (rows.length === 0) return <Nothing>{empty}</Nothing>;
  return (
    <div class="wide-list">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} aria-selected={isChosen(row) || undefined}>
              {columns.map((column) => (
                <td key={column.head} data-head={column.head} class={classOf(column)}>
                  {column.of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The fields of something. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Leads to all that followed from the request that an event came of. */
export function ChainLink({ id }: { id: string | undefined }) {
  return id ? <a href={`#Chain/${encodeURIComponent(id)}`}>chain</a> : null;
}

export function PersonLink({ id, name }: { id: number; name?: string | undefined }) {
  return id > 0 ? <a href={`#People/${id}`}>{name || id}</a> : null;
}

export function RoomLink({ id, title }: { id: number; title?: string }) {
  return <a href={`#Rooms/${id}`}>{title || id}</a>;
}

export function Time({ at }: { at: number }) {
  return at > 0 ? <time dateTime={new Date(at).toISOString()}>{timeOf(at)}</time> : <>–</>;
}

/** What somebody typed last, once they paused: lists are asked for by it. */
export function useTyped(text: string, pauseMs = 300): string {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return typed;
}
