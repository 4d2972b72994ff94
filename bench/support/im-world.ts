import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../application/actor.ts';
import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import { Words } from '../../application/texts/words.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import type { SalonEvent } from '../../domain/events.ts';
import { groupDecider } from '../../domain/group/decider.ts';
import { MAX_MEMBERS_PER_COMMAND } from '../../domain/group/limits.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { conversationStream, groupConversationStream, groupStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { MAX_EVENTS_PER_APPEND, type NewEvent } from '../../event-store/event-store.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { Projector } from '../../projections/projector.ts';
import { allViews } from '../../projections/views/all.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { keptMessage } from '../../realtime/heihei/kept.ts';
import { createClock } from '../../workers/clock.ts';

export const APP = 'heihei';
const SETTLE_MS = 3_600_000;

/** The use cases of messages on embedded stores, without HTTP and sockets: an announcer that makes each message's bytes counts them. */
export class ImWorld {
  readonly dir: string;
  readonly core: Core;
  /** Messages that were made for a socket channel since the start. */
  delivered = 0;
  private readonly log: EmbeddedEventStore;
  private readonly models: Projector;
  private readonly stops: (() => Promise<unknown>)[];
  private waiting: { count: number; reached(): void } | null = null;

  private constructor(log: EmbeddedEventStore, store: EmbeddedReadModelStore, dir: string) {
    this.dir = dir;
    this.log = log;
    this.models = new Projector({ log, store, views: allViews });
    const clock = createClock();
    const commands = createCommandHandler(log);
    const files = {
      store: { url: (path: string) => path },
      defaultPicture: () => '',
      giftPicture: () => '',
      honourPicture: () => '',
    };
    const parts = { clock, log, commands, models: this.models, files, observedUpTo: () => Number.POSITIVE_INFINITY };
    // What messages of texts need of a core: no tokens, no uploads, no presence.
    this.core = { ...parts, settings: { words: new Words() } } as unknown as Core;
    const following = log.subscribe({
      after: 0,
      onBatch: (events) => {
        for (const event of events) {
          for (const [n, message] of messagesOf(event).entries()) if (keptMessage(message, event, n)) this.delivered++;
        }
        if (this.waiting && this.delivered >= this.waiting.count) this.waiting.reached();
      },
    });
    this.stops = [() => following.stop(), () => this.models.stop(), () => log.close(), () => store.close()];
  }

  static async open(): Promise<ImWorld> {
    const dir = mkdtempSync(join(tmpdir(), 'salon-bench-im-'));
    const world = new ImWorld(await EmbeddedEventStore.open({ dir }), await EmbeddedReadModelStore.open({ dir }), dir);
    await world.models.start();
    return world;
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Resolves once so many messages were made since the start. */
  async deliveredUpTo(count: number): Promise<void> {
    if (this.delivered >= count) return;
    await new Promise<void>((reached) => {
      this.waiting = { count, reached };
    });
    this.waiting = null;
  }

  metaOf({ appId, userId }: Actor): MakeMeta {
    return () => ({ appId, actor: userId, at: this.core.clock.now(), commandId: randomUUID() });
  }

  async people(first: number, count: number): Promise<Actor[]> {
    const actors = Array.from({ length: count }, (_, n) => ({ appId: APP, userId: first + n }));
    await Promise.all(
      actors.map((actor) => {
        const { userId } = actor;
        const person = { userId, heiNum: 10_000_000 + userId, displayName: `Person ${userId}`, coverUrl: '' };
        const command = { type: 'RegisterUser', ...person } as const;
        return this.core.commands.handle(userDecider, userStream(APP, userId), command, this.metaOf(actor)('update'));
      }),
    );
    await this.settled();
    return actors;
  }

  /** A group of the owner's and so many members, who are ids alone: nothing that is measured looks at their profiles. */
  async group(groupId: number, owner: Actor, members: number): Promise<void> {
    const stream = groupStream(APP, groupId);
    const look = { name: 'a group', pictureUrl: '', introduction: '', notice: '' };
    const rules = { kind: 'group', isOpen: true, membersInvite: true, membersChange: false } as const;
    const create = {
      type: 'CreateGroup',
      groupId,
      ownerId: owner.userId,
      look,
      rules,
      adminIds: [],
      userIds: [],
    } as const;
    await this.core.commands.handle(groupDecider, stream, create, this.metaOf(owner)('create-group'));
    for (let added = 0; added < members; added += MAX_MEMBERS_PER_COMMAND) {
      const length = Math.min(MAX_MEMBERS_PER_COMMAND, members - added);
      const userIds = Array.from({ length }, (_, n) => 1_000_000_000 + added + n);
      const add = { type: 'AddMembers', userIds, fromSeq: 0 } as const;
      await this.core.commands.handle(groupDecider, stream, add, this.metaOf(owner)('update'));
    }
    await this.settled();
  }

  /** Messages that are there already: appended as they are, from `seq` 1 on, of the sender to a group or a person. */
  async fill(sender: Actor, to: { groupId: number } | { userId: number }, count: number): Promise<void> {
    const isToGroup = 'groupId' in to;
    const stream = isToGroup
      ? groupConversationStream(APP, to.groupId)
      : conversationStream(APP, sender.userId, to.userId);
    const from = senderCard(sender.userId);
    const at = this.core.clock.now();
    for (let seq = 1; seq <= count; ) {
      const events: NewEvent<SalonEvent & DomainEvent>[] = [];
      for (; events.length < MAX_EVENTS_PER_APPEND && seq <= count; seq++) {
        const message = { messageId: seq, seq, from, content: { kind: 'text', text: `message ${seq}` } } as const;
        const event = isToGroup
          ? ({ type: 'GroupMessageSent', data: { ...message, groupId: to.groupId } } as const)
          : ({ type: 'MessageSent', data: { ...message, toUserId: to.userId, isFollowed: false } } as const);
        const meta = { appId: APP, actor: sender.userId, at, commandId: randomUUID() };
        events.push({ id: randomUUID(), ...event, meta });
      }
      await this.log.append(stream, events, { expected: 'any' });
    }
    await this.settled();
  }

  /** The read models show all of the log. */
  async settled(): Promise<void> {
    const isShown = await this.models.caughtUp(await this.log.head(), allViews, SETTLE_MS);
    if (!isShown) throw new Error('the read models did not get there');
  }
}

function senderCard(userId: number): SenderCard {
  const card = { userId, displayName: `Person ${userId}`, gender: 'Female', birthDay: '', coverUrl: '' } as const;
  return { ...card, heiNum: 10_000_000 + userId, level: 1 };
}
