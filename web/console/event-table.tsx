import type { ComponentChildren } from 'preact';
import { ChainLink, PersonLink, Table, Time } from './parts.tsx';
import { wordsOf } from './words.ts';

/** An event as the log, a stream or a chain shows it. */
export interface ShownEvent {
  position: number;
  stream: string;
  revision: number;
  type: string;
  at: number;
  actor: number;
  operator?: number;
  reason?: string;
  reactor?: string;
  cause?: { reactor: string; position: number };
  correlationId?: string;
  data: Record<string, unknown>;
  messages?: { channel: string; msgType: string; action?: string }[];
}

/** Events, each with what it says and where it came from. */
export function EventTable({
  events,
  more,
}: {
  events: readonly ShownEvent[];
  more?(event: ShownEvent): ComponentChildren;
}) {
  return (
    <Table
      rows={events}
      keyOf={({ position }) => position}
      empty="No event fits."
      columns={[
        { head: 'Position', of: ({ position }) => position, isNumber: true },
        { head: 'When', of: ({ at }) => <Time at={at} /> },
        {
          head: 'Event',
          of: ({ type, data, messages = [] }) => (
            <details>
              <summary>{wordsOf(type)}</summary>
              <pre>{JSON.stringify(data, null, 2)}</pre>
              {messages.length > 0 && (
                <ul>
                  {messages.map(({ channel, msgType, action }, n) => (
                    <li key={`${n} ${channel}`}>
                      sockets on <code>{channel}</code> got {action ?? msgType}
                    </li>
                  ))}
                </ul>
              )}
            </details>
          ),
        },
        {
          head: 'Stream',
          isLong: true,
          of: ({ stream, revision }) => (
            <>
              <a href={`#Events/${encodeURIComponent(stream)}`}>{stream}</a> <small class="soft">{revision}</small>
            </>
          ),
        },
        { head: 'Who', of: (event) => <Who event={event} /> },
        { head: 'More', of: (event) => more?.(event) ?? <ChainLink id={event.correlationId} /> },
      ]}
    />
  );
}

function Who({ event: { actor, operator, reason, reactor, cause } }: { event: ShownEvent }) {
  if (operator !== undefined) return <>an operator{reason && `: ${reason}`}</>;
  const by = reactor ?? cause?.reactor;
  if (by) return <>reactor {by}</>;
  return actor > 0 ? <PersonLink id={actor} /> : <>the system</>;
}
