import { DomainError } from '../../domain/kernel/errors.ts';
import { operatorDecider } from '../../domain/operator/decider.ts';
import type { Intervention } from '../../domain/operator/events.ts';
import { operatorStream } from '../../domain/streams.ts';
import type { Position } from '../../event-store/event-store.ts';
import type { View } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { jobs, type OpenJob } from '../../projections/views/jobs.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import type { ViewState } from '../workings.ts';
import type { Done } from './done.ts';

/** Open jobs of all tenants, the first to fall due first. */
export async function openJobs(
  core: Core,
  page: { offset: number; limit: number },
): Promise<{ id: string; job: OpenJob }[]> {
  const found = await core.models.find(jobs, { index: 'due', equals: [], ...page });
  return found.map(({ id, document: job }) => ({ id, job }));
}

/** How each view stands, and where the log ends. */
export async function viewsNow(core: Core): Promise<{ head: Position; views: ViewState[] }> {
  const [head, views] = await Promise.all([core.log.head(), core.workings.views()]);
  return { head, views };
}

/**
 * Begins to build a view anew; `views` says when it follows again. Throws `ViewNotFound`, and `NotHere` where another process keeps the read models: then `npm run
 * rebuild` does it. `makeMeta` must be an operator's, as for all of these: the log says who did it, and a repeated key does nothing more.
 */
export function rebuildView(core: Core, { view }: { view: string }, makeMeta: MakeMeta): Promise<Done> {
  requireView(view);
  const act = () => core.workings.rebuild(view);
  return intervene(core, { what: 'rebuild-view', target: view }, { act, refusal: 'NotHere' }, makeMeta);
}

/** Lets a stopped view leave out the event at which it stands; it then goes on. Throws `ViewNotFound`, and `NotStoppedThere` for another event. */
export function parkEvent(
  core: Core,
  { view, position }: { view: string; position: Position },
  makeMeta: MakeMeta,
): Promise<Done> {
  requireView(view);
  const act = () => core.workings.parkEvent(view, position, core.clock.now());
  const what = { what: 'park-event', target: `${view} ${position}` } as const;
  return intervene(core, what, { act, refusal: 'NotStoppedThere' }, makeMeta);
}

/** Tries a job again that failed for good. Throws `JobNotFound`. */
export function retryJob(core: Core, { jobId }: { jobId: string }, makeMeta: MakeMeta): Promise<Done> {
  const act = () => core.workings.retryJob(jobId);
  return intervene(core, { what: 'retry-job', target: jobId }, { act, refusal: 'JobNotFound' }, makeMeta);
}

/** Moves the clock of dev mode forward, and with it every deadline. Throws `NotHere` where time cannot be moved. */
export function advanceClock(core: Core, { ms }: { ms: number }, makeMeta: MakeMeta): Promise<Done> {
  const act = () => core.workings.advanceClock(ms);
  return intervene(core, { what: 'advance-clock', target: `${ms} ms` }, { act, refusal: 'NotHere' }, makeMeta);
}

/** The view of this name. Throws `ViewNotFound`. */
export function requireView(name: string): View {
  const view = allViews.find((each) => each.name === name);
  if (!view) throw new DomainError('ViewNotFound');
  return view;
}

/** Writes down that an operator intervenes, then does it: what a crash in between left undone is done by another key. */
async function intervene(
  core: Core,
  what: Intervention,
  { act, refusal }: { act(): Promise<boolean>; refusal: 'NotHere' | 'NotStoppedThere' | 'JobNotFound' },
  makeMeta: MakeMeta,
): Promise<Done> {
  const { position, repeated } = await noteIntervention(core, what, makeMeta);
  if (!repeated && !(await act())) throw new DomainError(refusal);
  return { position };
}

/** Writes down that an operator is about to intervene; `repeated`: the same key did before. */
export async function noteIntervention(
  core: Core,
  what: Intervention,
  makeMeta: MakeMeta,
): Promise<{ position: Position; repeated: boolean }> {
  const meta = makeMeta(`/workings/${what.what}`);
  const operatorId = meta.operator ?? 0;
  const command = { type: 'NoteIntervention', operatorId, ...what } as const;
  const stream = operatorStream(operatorId);
  const { position, repeated } = await core.commands.handle(operatorDecider, stream, command, meta);
  return { position, repeated };
}
