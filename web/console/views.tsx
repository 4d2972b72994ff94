import { Action } from './action.tsx';
import type { Answer } from './api.ts';
import { Card, Failure, LIVE, Table, Time, useAnswer, useMay } from './parts.tsx';
import { numberOf, wordsOf } from './words.ts';

/** Documents that answer queries: how far each view is, and whether a document is what the log says. */
export function ViewsPage() {
  const may = useMay();
  const { answer, error, again } = useAnswer('views/list', {}, LIVE);
  const parked = useAnswer('views/list-parked', {}, LIVE);
  const head = answer?.head ?? 0;
  return (
    <>
      <Card title="Views">
        <Failure text={error} />
        {answer && (
          <Table
            rows={answer.views}
            keyOf={({ name }) => name}
            columns={[
              {
                head: 'View',
                of: ({ name, version }) => (
                  <>
                    {name} <small class="soft">version {version}</small>
                  </>
                ),
              },
              {
                head: 'State',
                of: ({ state, rebuiltTo, stop }) => (
                  <>
                    <span class={state === 'stopped' ? 'bad' : undefined}>{state}</span>
                    {rebuiltTo !== null && <progress aria-label="Rebuilt" value={rebuiltTo} max={Math.max(1, head)} />}
                    {stop && ` at ${wordsOf(stop.type).toLowerCase()}, ${stop.position}: ${stop.reason}`}
                  </>
                ),
              },
              { head: 'Behind', of: ({ position }) => numberOf(Math.max(0, head - position)), isNumber: true },
              {
                head: 'More',
                of: ({ name, stop }) => (
                  <span class="row">
                    <Action
                      label="Rebuild"
                      path="views/rebuild"
                      params={{ view: name }}
                      says="It is built anew from the whole log, beside the one that serves."
                      onDone={again}
                    />
                    {stop && stop.type !== '' && (
                      <Action
                        label="Leave the event out"
                        path="views/park-event"
                        params={{ view: name, position: stop.position }}
                        isHarsh
                        onDone={again}
                      />
                    )}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Card>
      <Card title="Groups of reactors">
        {answer && (
          <Table
            rows={answer.reactorGroups}
            keyOf={({ name }) => name}
            empty="None runs here."
            columns={[
              { head: 'Group', of: ({ name }) => name },
              { head: 'Behind', of: ({ position }) => numberOf(Math.max(0, head - position)), isNumber: true },
            ]}
          />
        )}
      </Card>
      <Card title="Events that views leave out">
        <Failure text={parked.error} />
        {parked.answer && (
          <Table
            rows={parked.answer.events}
            keyOf={({ by, position }) => `${by} ${position}`}
            empty="None is left out."
            columns={[
              { head: 'View', of: ({ by }) => by },
              { head: 'Event', of: ({ type, position }) => `${wordsOf(type)} at ${position}` },
              { head: 'Because', of: ({ reason }) => reason },
              { head: 'Since', of: ({ at }) => <Time at={at} /> },
            ]}
          />
        )}
      </Card>
      {may('views/document-check') && <OneDocument views={answer?.views ?? []} />}
    </>
  );
}

/** How often a comparison is looked at. */
const PROGRESS_MS = 1_000;

/** A document beside its fresh fold. */
function OneDocument({ views }: { views: Answer<'views/list'>['views'] }) {
  const { answer, error, again } = useAnswer('views/document-check', {}, PROGRESS_MS);
  const check = answer?.check ?? null;
  const found = check?.found ?? null;
  return (
    <Card
      title="A document beside its fresh fold"
      aside={
        <Action
          label="Compare"
          path="views/check-document"
          fields={[
            {
              name: 'view',
              label: 'View',
              kind: 'choice',
              value: 'user-cards',
              options: views.map(({ name }) => name),
            },
            { name: 'id', label: 'Its id, such as heihei.246211185470010' },
          ]}
          says="The document is folded anew from the whole log, beside what the server does otherwise."
          onDone={again}
        />
      }
    >
      <Failure text={error || (check?.state === 'failed' ? 'The comparison was broken off.' : '')} />
      {check?.state === 'running' && (
        <div role="status">
          <label class="wide">
            {numberOf(check.events)} events so far
            <progress value={check.position} max={Math.max(1, check.head)} />
          </label>
        </div>
      )}
      {found && (
        <>
          <p class={found.isSame ? 'good' : 'bad'} role="status">
            {found.isSame ? '✓' : '✗'} {found.view} {found.id}{' '}
            {found.isSame ? 'is what the log says' : 'differs from what the log says'}, from {numberOf(check!.events)}{' '}
            events.
          </p>
          <div class="beside">
            <div>
              <h3>As it is kept</h3>
              <pre>{JSON.stringify(found.stored, null, 2)}</pre>
            </div>
            <div>
              <h3>As the log makes it</h3>
              <pre>{JSON.stringify(found.folded, null, 2)}</pre>
            </div>
          </div>
        </>
      )}
    </Card>
  );
}
