import type { Position } from '../event-store/event-store.ts';
import { START } from '../event-store/event-store.ts';
import { isAhead, RunningAhead } from './ahead-of-reactors.ts';
import { GroupRunner, type ReactorGroupStatus, type ReactorSurroundings } from './group-runner.ts';
import { parkedByGroup, type ReactionNotes } from './parked-reactions.ts';
import type { ReactorGroup } from './reactor.ts';

/** Where reactors remember how far they have come. */
export interface Checkpoints {
  /** `START` for a name that was never saved. */
  checkpoint(name: string): Promise<Position>;
  saveCheckpoint(name: string, position: Position): Promise<void>;
}

export interface RunningReactors {
  /** Position up to which every group has carried out its reactions, except parked ones. */
  position(): Position;
  groups(): ReactorGroupStatus[];
  stop(): Promise<void>;
}

/** Releases before groups had this one checkpoint for all reactors. */
const BEFORE_GROUPS = 'core';

/** The names of all checkpoints that these groups may have. */
export function reactorCheckpoints(groups: readonly ReactorGroup[]): string[] {
  return [...groups.map(({ name }) => checkpointOf(name)), checkpointOf(BEFORE_GROUPS)];
}

/**
 * Runs each group of reactors over the log from its own checkpoint on. A group without one starts from the checkpoint that releases
 * before groups had for all reactors. An orderly stop writes that one, too, so that such a release can take over again.
 */
export async function runReactors(
  options: ReactorSurroundings & {
    groups: readonly ReactorGroup[];
    checkpoints: Checkpoints;
    /** Where parked reactions are written down; without it nothing is parked, and a reaction that fails holds up its group. */
    notes?: ReactionNotes;
  },
): Promise<RunningReactors> {
  const { groups, checkpoints, notes, ...around } = options;
  const parked = notes ? await parkedByGroup(notes, groups) : null;
  const starts = await Promise.all(groups.map(({ name }) => reachedBy(checkpoints, name)));
  const ahead = new RunningAhead(groups, () => Math.min(...aheadOnes.map(({ reached }) => reached)));
  const runners = groups.map((group, at) => {
    return new GroupRunner(group, around, {
      after: starts[at]!,
      parked: parked?.get(group.name) ?? null,
      saveCheckpoint: (position) => checkpoints.saveCheckpoint(checkpointOf(group.name), position),
      onProgress: () => ahead.moved(),
    });
  });
  const aheadOnes = runners.filter((_, at) => isAhead(groups[at]!));
  if (aheadOnes.length > 0) around.commands.decideAhead(ahead);
  const statuses = () => runners.map((runner) => runner.status());
  const lowest = () => Math.min(...statuses().map(({ position }) => position));
  return {
    position: lowest,
    groups: statuses,
    async stop() {
      if (aheadOnes.length > 0) around.commands.decideAhead(null);
      await Promise.all(runners.map((runner) => runner.stop()));
      await checkpoints.saveCheckpoint(checkpointOf(BEFORE_GROUPS), lowest());
    },
  };
}

/** The position that a group has saved. The group may be a little further, and the log far ahead with nothing for the group. */
export async function reachedBy(checkpoints: Pick<Checkpoints, 'checkpoint'>, group: string): Promise<Position> {
  const own = await checkpoints.checkpoint(checkpointOf(group));
  return own === START ? checkpoints.checkpoint(checkpointOf(BEFORE_GROUPS)) : own;
}

function checkpointOf(group: string): string {
  return `reactors.${group}`;
}
