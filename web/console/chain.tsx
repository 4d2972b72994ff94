import { useState } from 'preact/hooks';
import { Card, Failure, Table, useAnswer } from './parts.tsx';

interface Chain {
  events: Record<string, unknown>[];
  next: number | null;
}

/** All that followed from one request, in the order of the log, with what sockets were sent for each event. */
export function ChainPage({ id }: { id: string }) {
  const [after, setAfter] = useState(0);
  const { answer, error } = useAnswer<Chain>('events/chain', { correlationId: id, ...(after > 0 && { after }) });
  const next = answer?.next ?? null;
  return (
    <Card title={`What followed from request ${id}`}>
      <Failure text={error} />
      {answer && <Table rows={answer.events} />}
      {next !== null && (
        <button type="button" onClick={() => setAfter(next)}>
          Look further
        </button>
      )}
    </Card>
  );
}
