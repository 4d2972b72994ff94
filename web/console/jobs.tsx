import { Action } from './action.tsx';
import { Card, Failure, LIVE, Table, Time, useAnswer } from './parts.tsx';
import { durationOf, timeOf, wordsOf } from './words.ts';

/** What waits for its time, and what could not be done. */
export function JobsPage() {
  const open = useAnswer('jobs/list', { limit: 100 }, LIVE);
  const failed = useAnswer('jobs/list-failed', {}, LIVE);
  const parked = useAnswer('views/list-parked', {}, LIVE);
  const now = open.answer?.now ?? 0;
  return (
    <>
      <Card title="Jobs that failed">
        <Failure text={failed.error} />
        {failed.answer && (
          <Table
            rows={failed.answer.jobs}
            keyOf={({ id }) => id}
            empty="Every job could be done."
            columns={[
              { head: 'Kind', of: ({ kind }) => wordsOf(kind) },
              { head: 'Was due', of: ({ dueAt }) => <Time at={dueAt} /> },
              { head: 'Tries', of: ({ attempts }) => attempts, isNumber: true },
              { head: 'Because', of: ({ error }) => error },
              {
                head: 'More',
                of: ({ id }) => (
                  <Action label="Try again" path="jobs/retry" params={{ jobId: id }} onDone={failed.again} />
                ),
              },
            ]}
          />
        )}
      </Card>
      <Card title="Reactions that are parked">
        <Failure text={parked.error} />
        {parked.answer && (
          <Table
            rows={parked.answer.reactions}
            keyOf={({ by, position }) => `${by} ${position}`}
            empty="Every reaction was carried out."
            columns={[
              { head: 'Reactor', of: ({ by }) => by },
              { head: 'Event', of: ({ type, position }) => `${wordsOf(type)} at ${position}` },
              { head: 'Because', of: ({ reason }) => reason },
              { head: 'Since', of: ({ at }) => <Time at={at} /> },
            ]}
          />
        )}
      </Card>
      <Card
        title="Open jobs"
        aside={
          open.answer?.canAdvanceClock && (
            <Action
              label="Move the clock on"
              path="clock/advance"
              fields={[{ name: 'minutes', label: 'Minutes', kind: 'number', min: 1, max: 44_640, value: 1 }]}
              make={({ minutes }) => ({ ms: Number(minutes) * 60_000 })}
              says={`It is ${timeOf(now)}. Every deadline until then falls due.`}
              onDone={open.again}
            />
          )
        }
      >
        <Failure text={open.error} />
        {open.answer && (
          <Table
            rows={open.answer.jobs}
            keyOf={({ jobId }) => jobId}
            empty="Nothing waits."
            columns={[
              { head: 'Kind', of: ({ kind }) => wordsOf(kind) },
              { head: 'Tenant', of: ({ tenant }) => tenant },
              { head: 'Due', of: ({ dueAt }) => <Time at={dueAt} /> },
              { head: 'In', of: ({ dueAt }) => (dueAt > now ? durationOf(dueAt - now) : 'now') },
              { head: 'Id', isLong: true, of: ({ jobId }) => <code>{jobId}</code> },
            ]}
          />
        )}
      </Card>
    </>
  );
}
