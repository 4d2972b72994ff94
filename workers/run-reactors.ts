import type { Position } from '../event-store/event-store.ts';
import { START } from '../event-store/event-store.ts';
import { isAhead, RunningAhead } from './ahead-of-reactors.ts';
import { GroupRunner, type ReactorGroupStatus, type ReactorSurroundings } from './group-runner.ts';
import { type ParkedReactions, parkedByGroup, type ReactionNotes } from './parked-reactions.ts';
import { ALL_PARTITIONS, isOwned, type OwnedPartitions, PARTITIONS } from './partitions.ts';
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
  const shared = groups.flatMap(({ name }) => ALL_PARTITIONS.map((partition) => checkpointOf(name, partition)));
  return [...groups.map(({ name }) => checkpointOf(name)), ...shared, checkpointOf(BEFORE_GROUPS)];
}

/**
 * Runs each group of reactors over the log from its own checkpoint on. A group without one starts from the checkpoint that releases
 * before groups had for all reactors. An orderly stop writes that one, too, so that such a release can take over again. With `partitions`,
 * it reacts to events of these alone, and each partition has a checkpoint of its own; a partition without one begins at its group's.
 */
export async function runReactors(
  options: ReactorSurroundings & {
    groups: readonly ReactorGroup[];
    checkpoints: Checkpoints;
    /** Where parked reactions are written down; without it nothing is parked, and a reaction that fails holds up its group. */
    notes?: ReactionNotes;
    /** Those that this process works on, where several share the work; default: all, with one checkpoint a group. */
    partitions?: OwnedPartitions;
  },
): Promise<RunningReactors> {
  const { groups, checkpoints, notes, partitions, ...around } = options;
  const isOurs = ({ stream }: { stream: string }) => isOwned(partitions, stream);
  const parked = notes ? await parkedByGroup(notes, groups, isOurs) : null;
  const ahead = new RunningAhead(groups, () => Math.min(...aheadOnes.map(({ reached }) => reached)));
  const start = async (group: ReactorGroup): Promise<GroupRunner> => {
    const groupParked = parked?.get(group.name) ?? null;
    if (partitions) return startShared(group, around, { checkpoints, partitions, parked: groupParked });
    return new GroupRunner(group, around, {
      after: await reachedByGroup(checkpoints, group.name),
      parked: groupParked,
      saveCheckpoint: (position) => checkpoints.saveCheckpoint(checkpointOf(group.name), position),
      onProgress: () => ahead.moved(),
    });
  };
  const runners = await Promise.all(groups.map(start));
  const aheadOnes = runners.filter((_, at) => isAhead(groups[at]!));
  const isDecidingAhead = !partitions && aheadOnes.length > 0;
  if (isDecidingAhead) around.commands.decideAhead(ahead);
  const statuses = () => runners.map((runner) => runner.status());
  const lowest = () => Math.min(...statuses().map(({ position }) => position));
  return {
    position: lowest,
    groups: statuses,
    async stop() {
      if (isDecidingAhead) around.commands.decideAhead(null);
      await Promise.all(runners.map((runner) => runner.stop()));
      if (partitions) return;
      await checkpoints.saveCheckpoint(checkpointOf(BEFORE_GROUPS), lowest());
    },
  };
}

/** Runs a group for the partitions that this process has, from the one on that has come least far. */
async function startShared(
  group: ReactorGroup,
  around: ReactorSurroundings,
  {
    checkpoints,
    partitions,
    parked,
  }: {
    checkpoints: Checkpoints;
    partitions: OwnedPartitions;
    parked: ParkedReactions | null;
  },
): Promise<GroupRunner> {
  const reached = await Promise.all(
    partitions.numbers.map((partition) => reachedByPartition(checkpoints, group.name, partition)),
  );
  const starts = new Map(partitions.numbers.map((partition, at) => [partition, reached[at]!]));
  return new GroupRunner(group, around, {
    after: Math.min(...reached),
    parked,
    partitions: { starts, isHeld: (partition) => partitions.isHeld(partition) },
    async saveCheckpoint(position) {
      const further = [...starts].filter(([partition, start]) => position > start && partitions.isHeld(partition));
      await Promise.all(
        further.map(([partition]) => checkpoints.saveCheckpoint(checkpointOf(group.name, partition), position)),
      );
    },
  });
}

/** The position that a group has saved, the lowest of its partitions. The group may be a little further, and the log far ahead with nothing for the group. */
export async function reachedBy(checkpoints: Pick<Checkpoints, 'checkpoint'>, group: string): Promise<Position> {
  return Math.min(
    ...(await Promise.all(ALL_PARTITIONS.map((partition) => reachedByPartition(checkpoints, group, partition)))),
  );
}

async function reachedByPartition(
  checkpoints: Pick<Checkpoints, 'checkpoint'>,
  group: string,
  partition: number,
): Promise<Position> {
  const own = await checkpoints.checkpoint(checkpointOf(group, partition));
  return own === START ? reachedByGroup(checkpoints, group) : own;
}

async function reachedByGroup(checkpoints: Pick<Checkpoints, 'checkpoint'>, group: string): Promise<Position> {
  const own = await checkpoints.checkpoint(checkpointOf(group));
  return own === START ? checkpoints.checkpoint(checkpointOf(BEFORE_GROUPS)) : own;
}

function checkpointOf(group: string, partition?: number): string {
  return partition === undefined ? `reactors.${group}` : `reactors.${group}.${partition}of${PARTITIONS}`;
}
