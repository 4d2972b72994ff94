import type { LiveCommand } from '../../domain/live/commands.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { liveStream } from '../../domain/streams.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { type LiveSummary, summaryOf } from './standing.ts';

type HostCommand = Extract<
  LiveCommand,
  { type: 'ChangeLive' | 'DeleteLive' | 'SetLiveVisible' | 'PauseLive' | 'ContinueLive' }
>;

/** Gives a live another title. Throws `LiveNotFound`, `NotHost`, `InvalidInput` for a title that the domain refuses, `TextNotAllowed`. */
export function renameLive(core: Core, actor: Actor, given: { liveId: number; title: string }, makeMeta: MakeMeta) {
  const { text: title, requireAllowed } = core.settings.words.worded(actor.appId, given.title, 'title');
  const asGiven = { type: 'ChangeLive', title: given.title } as const;
  const makeItsMeta: MakeMeta = (...purpose) => withInput(makeMeta(...purpose), asGiven);
  return onOwnLive(core, actor, given.liveId, { type: 'ChangeLive', title }, makeItsMeta, requireAllowed);
}

/** Deletes a live for good, stopping it first where it plays; nobody finds it any more. Throws `LiveNotFound`, `NotHost`. */
export function deleteLive(core: Core, actor: Actor, { liveId }: { liveId: number }, makeMeta: MakeMeta) {
  return onOwnLive(core, actor, liveId, { type: 'DeleteLive' }, makeMeta);
}

/** Says whether others find a live in lists. Throws `LiveNotFound`, `NotHost`. */
export function setLiveVisible(
  core: Core,
  actor: Actor,
  { liveId, visible }: { liveId: number; visible: boolean },
  makeMeta: MakeMeta,
) {
  return onOwnLive(core, actor, liveId, { type: 'SetLiveVisible', visible }, makeMeta);
}

/** Pauses a live that plays. Throws `LiveNotFound`, `NotHost`, `LiveEnded`. */
export function pauseLive(core: Core, actor: Actor, { liveId }: { liveId: number }, makeMeta: MakeMeta) {
  return onOwnLive(core, actor, liveId, { type: 'PauseLive' }, makeMeta);
}

/** Goes on with a live that was paused. Throws `LiveNotFound`, `NotHost`, `LiveEnded`. */
export function continueLive(core: Core, actor: Actor, { liveId }: { liveId: number }, makeMeta: MakeMeta) {
  return onOwnLive(core, actor, liveId, { type: 'ContinueLive' }, makeMeta);
}

/** Runs one of the host's commands, each with its own idempotency keys; answers the live as it is then. */
async function onOwnLive(
  core: Core,
  { appId }: Actor,
  liveId: number,
  command: HostCommand,
  makeMeta: MakeMeta,
  requireAllowed = () => {},
): Promise<{ live: LiveSummary } & Shown> {
  const meta = makeMeta(`${command.type} ${liveId}`);
  const decider = whenNew(liveDecider, requireAllowed);
  const handled = await core.commands.handle(decider, liveStream(appId, liveId), command, meta);
  return { live: summaryOf(handled.state), ...(await shown(core, handled.position, [lives])) };
}
