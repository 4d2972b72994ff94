import type { Answer } from './api.ts';
import { Drawing } from './drawing.tsx';
import { Card, Facts, Failure, Figure, LIVE, Nothing, useAnswer } from './parts.tsx';
import { bytesOf, durationOf, numberOf } from './words.ts';

type Overview = Answer<'overview/show'>;
type Process = NonNullable<Overview['process']>;
type Sample = Process['samples'][number];

/** Less free disk than this is told in red: a share of all of it. */
const LITTLE_DISK = 0.1;

/** How the installation is doing, and an hour of pictures. */
export function OverviewPage() {
  const { answer, error } = useAnswer('overview/show', {}, LIVE);
  if (!answer) return <Failure text={error} />;
  const { process, head, views, reactorGroups, failedJobs, parkedEvents, parkedReactions } = answer;
  const stopped = views.filter(({ state }) => state !== 'follows');
  const behind = views.filter(({ position }) => position < head);
  const last = process?.samples[process.samples.length - 1];
  return (
    <>
      <Card title="Now">
        <Failure text={error} />
        <dl class="figures">
          <Figure name="Rooms that play" value={<a href="#Rooms">{numberOf(answer.rooms)}</a>} />
          <Figure name="People in them" value={numberOf(answer.people)} />
          <Figure name="Sockets here" value={last ? numberOf(last.connections) : '–'} />
          <Figure name="Requests each second" value={last && process ? rateOf(last.requests, process.sampleMs) : '–'} />
          <Figure name="99 of 100 answers within" value={last?.p99Ms ? `${last.p99Ms} ms` : '–'} />
          <Figure
            name="Failed by our fault, last hour"
            value={numberOf(process?.samples.reduce((sum, { faults }) => sum + faults, 0) ?? 0)}
            bad={process?.samples.some(({ faults }) => faults > 0) ?? false}
          />
        </dl>
        {answer.ledgers.map(({ tenant, ...gold }) => (
          <Facts
            key={tenant}
            facts={[
              ['Tenant', tenant],
              ['Gold in', numberOf(gold.grantedGold)],
              ['Bought with money', numberOf(gold.boughtGold)],
              ['Gold out', numberOf(gold.spentGold)],
              ['Held by people', numberOf(gold.heldGold)],
            ]}
          />
        ))}
      </Card>
      {process && <Hour process={process} />}
      <Card title="What follows the log">
        <dl class="figures">
          <Figure name="Last position of the log" value={numberOf(head)} />
          <Figure
            name="Views behind"
            value={views.filter(({ position }) => position < head).length}
            note={`of ${views.length}`}
          />
          <Figure
            name="Views that stand still"
            value={<a href="#Read%20models">{stopped.length}</a>}
            bad={stopped.some(({ state }) => state === 'stopped')}
          />
          <Figure name="Jobs that failed" value={<a href="#Jobs">{failedJobs}</a>} bad={failedJobs > 0} />
          <Figure name="Reactions parked" value={<a href="#Jobs">{parkedReactions}</a>} bad={parkedReactions > 0} />
          <Figure name="Events left out" value={<a href="#Read%20models">{parkedEvents}</a>} bad={parkedEvents > 0} />
        </dl>
        {behind.length === 0 && <Nothing>Every view shows the whole log.</Nothing>}
        <ul class="names">
          {behind.map(({ name, position }) => (
            <li key={name}>
              {name} is {numberOf(head - position)} positions behind
            </li>
          ))}
        </ul>
        <details>
          <summary>Groups of reactors, as far as each wrote down that it is (a quiet one writes seldom)</summary>
          <Facts facts={reactorGroups.map(({ name, position }) => [name, placeOf(position, head)] as const)} />
        </details>
      </Card>
      {process && (
        <Card title="This process">
          <Facts
            facts={[
              ['Release', process.version],
              ['Node', process.node],
              ['Engines', process.engines],
              ['Runs for', durationOf(answer.now - process.startedAt)],
              ['Memory', bytesOf(process.memoryBytes)],
              ['Disk', <Disk key="disk" disk={process.disk} />],
            ]}
          />
        </Card>
      )}
    </>
  );
}

function Disk({ disk }: { disk: Process['disk'] }) {
  if (!disk) return <>unknown</>;
  const { freeBytes, totalBytes } = disk;
  return (
    <span class={freeBytes < LITTLE_DISK * totalBytes ? 'bad' : undefined}>
      {bytesOf(freeBytes)} of {bytesOf(totalBytes)} free
    </span>
  );
}

/** What is drawn of each span. */
const PICTURES: readonly { title: string; unit: string; of(sample: Sample, sampleMs: number): number }[] = [
  { title: 'Requests', unit: 'a second', of: ({ requests }, ms) => perSecond(requests, ms) },
  { title: '99 of 100 answers within', unit: 'ms', of: ({ p99Ms }) => p99Ms ?? 0 },
  { title: 'Sockets', unit: 'open', of: ({ connections }) => connections },
  { title: 'Events', unit: 'a second', of: ({ events }, ms) => perSecond(events, ms) },
  { title: 'Failed by our fault', unit: 'requests', of: ({ faults }) => faults },
  { title: 'CPU', unit: '% of a core', of: ({ cpuMs }, ms) => Math.round((100 * cpuMs) / ms) },
];

function Hour({ process: { samples, sampleMs } }: { process: Process }) {
  return (
    <Card title="The last hour of this process">
      {samples.length < 2 && <Nothing>The first picture comes within a minute of the start.</Nothing>}
      {samples.length >= 2 && (
        <div class="pictures">
          {PICTURES.map(({ title, unit, of }) => {
            const points = samples.map((sample) => ({ x: sample.at, y: of(sample, sampleMs) }));
            const most = Math.max(...points.map(({ y }) => y));
            return (
              <figure key={title}>
                <figcaption>
                  {title}{' '}
                  <span class="soft">
                    now {numberOf(points[points.length - 1]!.y)}, at most {numberOf(most)} {unit}
                  </span>
                </figcaption>
                <Drawing label={`${title} in the last hour`} points={points} />
              </figure>
            );
          })}
        </div>
      )}
    </Card>
  );
}

const perSecond = (count: number, ms: number) => Math.round((10_000 * count) / ms) / 10;
const rateOf = (count: number, ms: number) => numberOf(perSecond(count, ms));

function placeOf(position: number, head: number): string {
  return position >= head ? 'at the end' : `${numberOf(head - position)} before the end`;
}
