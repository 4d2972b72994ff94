import { randomUUID } from 'node:crypto';
import type { Actor } from '../../application/actor.ts';
import type { MakeMeta } from '../../application/commands.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import type { LiveCommand } from '../../domain/live/commands.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from './client.ts';
import { person } from './given.ts';
import { APP, RoomWorld } from './room-world.ts';

/** What somebody is to a live or its host. */
export type Relation =
  | 'stranger'
  | 'former'
  | 'kicked'
  | 'blocked'
  | 'blocks'
  | 'invited'
  | 'muted'
  | 'member'
  | 'host';

/** The state that a live is in: on air and visible, on air and hidden, created and not started, stopped. */
export const LIVE_KINDS = ['open', 'hidden', 'draft', 'stopped'] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];

/** The relations in which use cases are tried with a live of each kind. The host comes last, since a host may end the live. */
export const RELATIONS = {
  open: ['stranger', 'former', 'kicked', 'blocked', 'blocks', 'muted', 'member', 'host'],
  hidden: ['stranger', 'former', 'kicked', 'blocked', 'invited', 'member', 'host'],
  draft: ['stranger', 'blocked', 'host'],
  stopped: ['stranger', 'former', 'blocked', 'host'],
} as const satisfies Record<LiveKind, readonly Relation[]>;

export interface ScenedLive {
  liveId: number;
  hostId: number;
}

/** People in every relation to a host and the host's live, for tests of what use cases let them do. */
export class PolicyWorld {
  readonly room: RoomWorld;
  private readonly people = new Map<Relation, Client>();
  private readonly hosts = new Map<LiveKind, Client>();
  /** A member of every room, whom others mute, kick, invite and so on. */
  readonly victim: Client;
  private lastLiveId = 5_000;

  private constructor(room: RoomWorld, victim: Client) {
    this.room = room;
    this.victim = victim;
  }

  static async start(): Promise<PolicyWorld> {
    const room = await RoomWorld.start([], allReactors, { forget: async () => {} });
    const world = new PolicyWorld(room, await room.person('路人'));
    for (const kind of LIVE_KINDS) world.hosts.set(kind, await room.person(`主播${kind}`));
    for (const relation of ['stranger', 'former', 'kicked', 'blocked', 'blocks', 'invited', 'muted', 'member'] as const)
      world.people.set(relation, await room.person(`观众${relation}`, 100_000));
    for (const host of world.hosts.values()) await room.relate('BlockUser', host, world.people.get('blocked')!);
    await room.relate('BlockUser', world.people.get('blocks')!, world.hosts.get('open')!);
    return world;
  }

  async close(): Promise<void> {
    await this.room.close();
  }

  /** The person in this relation to lives of this kind. */
  actor(relation: Relation, kind: LiveKind): Actor {
    const { userId } = relation === 'host' ? this.hosts.get(kind)! : this.people.get(relation)!;
    return { appId: APP, userId };
  }

  /** Metadata of this actor's commands, each a command of its own. */
  metaOf({ appId, userId }: Actor): MakeMeta {
    return () => ({ appId, actor: userId, at: this.room.clock.now(), commandId: randomUUID() });
  }

  /** A new live of this kind with people in every relation to it; the read models show it once `room.settle()` resolves. */
  async live(kind: LiveKind): Promise<ScenedLive> {
    const { userId: hostId } = this.hosts.get(kind)!;
    const liveId = ++this.lastLiveId;
    const run = (command: LiveCommand, actor: number) =>
      this.room.run(liveDecider, streamName('live', APP, liveId), command, actor);
    const host = person(hostId);
    await run({ type: 'CreateLive', liveId, roomId: liveId, host, title: '标题', seatCount: 20 }, hostId);
    if (kind === 'draft') return { liveId, hostId };
    await run({ type: 'StartLive', host }, hostId);
    for (const relation of ['former', 'kicked', 'muted', 'member'] as const) {
      const viewer = person(this.people.get(relation)!.userId);
      await run({ type: 'JoinLive', viewer, blockedByHost: false, invitationKey: '' }, viewer.userId);
    }
    const viewer = person(this.victim.userId);
    await run({ type: 'JoinLive', viewer, blockedByHost: false, invitationKey: '' }, viewer.userId);
    const idOf = (relation: Relation) => this.people.get(relation)!.userId;
    await run({ type: 'LeaveLive', userId: idOf('former'), reason: 'quit' }, idOf('former'));
    await run({ type: 'KickViewer', userId: idOf('kicked') }, hostId);
    await run({ type: 'MuteViewer', userId: idOf('muted') }, hostId);
    if (kind === 'hidden') {
      await run({ type: 'InviteViewer', userId: idOf('invited'), invitationKey: 'key', host }, hostId);
      await run({ type: 'SetLiveVisible', visible: false }, hostId);
    }
    if (kind === 'stopped') await run({ type: 'StopLive', reason: 'host' }, hostId);
    return { liveId, hostId };
  }

  /** A fresh person, erased. */
  async erased(name: string): Promise<Client> {
    const erased = await this.room.person(name);
    const stream = streamName('user', APP, erased.userId);
    await this.room.run(userDecider, stream, { type: 'ErasePerson', reason: 'request' });
    return erased;
  }

  /** A fresh person, banned. */
  async banned(name: string): Promise<Client> {
    const banned = await this.room.person(name);
    const stream = streamName('user', APP, banned.userId);
    await this.room.run(userDecider, stream, { type: 'BanUser', reason: 'test' });
    return banned;
  }
}

/** The outcome of an attempt: the code of its refusal, the string that it resolved to, or `ok`. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    const found = await attempt;
    return typeof found === 'string' ? found : 'ok';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}
