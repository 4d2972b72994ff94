import { useEffect, useState } from 'preact/hooks';
import { type Answer, ask } from './api.ts';
import { EventTable } from './event-table.tsx';
import { grownSoFar, onceGrown } from './feed.ts';
import { Card, Failure, useTyped } from './parts.tsx';
import { textOf } from './words.ts';

type Event = Answer<'events/list'>['events'][number];

const PAGE = 50;
/** Events that the page keeps. */
const MAX_SHOWN = 500;

/** The log, its newest events first, as it grows. */
export function EventsPage({ about }: { about: string }) {
  const [filter, setFilter] = useState({ type: '', stream: about, userId: '', since: '', until: '' });
  const [isLive, setLive] = useState(true);
  const typed = useTyped(JSON.stringify(filter));
  const { events, error, older } = useTail(wantedOf(JSON.parse(typed) as typeof filter), isLive);
  const kept = (name: keyof typeof filter) => ({
    value: filter[name],
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      setFilter({ ...filter, [name]: event.currentTarget.value }),
  });
  const text = (name: keyof typeof filter, label: string) => (
    <label>
      {label}
      <input type="search" {...kept(name)} />
    </label>
  );
  const time = (name: keyof typeof filter, label: string) => (
    <label>
      {label}
      <input type="datetime-local" step={1} {...kept(name)} />
    </label>
  );
  return (
    <Card
      title="The log"
      aside={
        <label class="check">
          <input type="checkbox" checked={isLive} onInput={(event) => setLive(event.currentTarget.checked)} />
          as it grows
        </label>
      }
    >
      <div class="row filters">
        {text('type', 'Type, such as GiftBought')}
        {text('stream', 'Stream begins with')}
        {text('userId', 'Person (id)')}
        {time('since', 'Since')}
        {time('until', 'Before')}
      </div>
      <Failure text={error} />
      <EventTable events={events} />
      {older && (
        <button type="button" onClick={() => void older()}>
          Look further back
        </button>
      )}
    </Card>
  );
}

interface Wanted {
  type?: string;
  stream?: string;
  userId?: number;
  since?: number;
  until?: number;
}

function wantedOf({ type, stream, userId, since, until }: Record<string, string>): Wanted {
  const time = (text = '') => (text === '' ? undefined : new Date(text).getTime());
  return {
    ...(type && { type: type.trim() }),
    ...(stream && { stream: stream.trim() }),
    ...(Number(userId) > 0 && { userId: Number(userId) }),
    ...(since && { since: time(since) }),
    ...(until && { until: time(until) }),
  } as Wanted;
}

/** The newest events that fit, then those that come, and older ones as they are asked for. */
function useTail(wanted: Wanted, isLive: boolean) {
  const [events, setEvents] = useState<Event[]>([]);
  const [back, setBack] = useState<number | null>(null);
  const [error, setError] = useState('');
  const key = JSON.stringify(wanted);
  useEffect(() => {
    let isGone = false;
    let stop = () => {};
    let after: number | undefined;
    const look = async (): Promise<void> => {
      const seen = grownSoFar();
      try {
        if (after === undefined) {
          const newest = await ask('events/list', { limit: 1 });
          const first = await ask('events/list', { ...wanted, limit: PAGE });
          if (isGone) return;
          after = newest.events[0]?.position ?? 0;
          setEvents(first.events);
          setBack(first.isEnd ? null : first.next);
        } else {
          const page = await ask('events/list', { ...wanted, after, limit: PAGE });
          if (isGone) return;
          after = page.next;
          setEvents((known) => withNew(known, page.events));
          if (!page.isEnd) return look();
        }
        setError('');
      } catch (failure) {
        if (isGone) return;
        setError(textOf(failure));
      }
      if (isLive) stop = onceGrown(seen, look);
    };
    void look();
    return () => {
      isGone = true;
      stop();
    };
  }, [key, isLive]);
  const older = async () => {
    try {
      const page = await ask('events/list', { ...wanted, before: back ?? undefined, limit: PAGE });
      setEvents((known) => [...known, ...page.events]);
      setBack(page.isEnd ? null : page.next);
    } catch (failure) {
      setError(textOf(failure));
    }
  };
  return { events, error, older: back === null ? null : older };
}

function withNew(known: Event[], found: readonly Event[]): Event[] {
  const newest = known[0]?.position ?? -1;
  const fresh = found.filter(({ position }) => position > newest).reverse();
  return fresh.length === 0 ? known : [...fresh, ...known].slice(0, MAX_SHOWN);
}
