import { useState } from 'preact/hooks';
import { EventTable } from './event-table.tsx';
import { Card, Failure, Nothing, useAnswer } from './parts.tsx';

/** All that followed from one request, in the order of the log, with what sockets were sent for each event. */
export function ChainPage({ about: id }: { about: string }) {
  const [after, setAfter] = useState<number | undefined>(undefined);
  const { answer, error } = useAnswer('events/chain', { correlationId: id, after });
  const next = answer?.next ?? null;
  const causes = new Map(answer?.events.map(({ eventId, position }) => [eventId, position]));
  return (
    <Card title={`What followed from request ${id}`}>
      <Failure text={error} />
      {answer && (
        <EventTable
          events={answer.events}
          more={({ position }) => {
            const cause = answer.events.find((event) => event.position === position)?.causationId;
            return cause ? <>after {causes.get(cause)}</> : <>the request</>;
          }}
        />
      )}
      {next !== null && (
        <>
          <Nothing>The log goes on behind position {next}.</Nothing>
          <button type="button" onClick={() => setAfter(next)}>
            Look further
          </button>
        </>
      )}
    </Card>
  );
}
