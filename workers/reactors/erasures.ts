import { groupDecider } from '../../domain/group/decider.ts';
import { MAX_GROUPS_OF_PERSON } from '../../domain/group/limits.ts';
import { isThere } from '../../domain/group/state.ts';
import { identityDecider } from '../../domain/identity/decider.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import type { Step } from '../../domain/kernel/purposes.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import {
  groupStream,
  identityStream,
  liveStream,
  relationsStream,
  userStream,
  verificationStream,
  walletStream,
  withdrawalStream,
} from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { PersonErased, PhoneBound, UserRegistered } from '../../domain/user/events.ts';
import { verificationDecider } from '../../domain/verification/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, MAX_READ_EVENTS } from '../../event-store/event-store.ts';
import type { LogKey } from '../../event-store/keys/log-key.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModels, type View } from '../../projections/read-models.ts';
import { shownBy } from '../../projections/shown-by.ts';
import { follows } from '../../projections/views/follows.ts';
import { groupMembers } from '../../projections/views/group-members.ts';
import { identities } from '../../projections/views/identities.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Reaction, Reactor, ReactorGroup } from '../reactor.ts';
import { livesPlayedBy, livesVisitedBy } from './rooms.ts';

/** Name of the group: an erasure that takes long (a star's followers) holds up no other reaction. */
export const ERASURE_GROUP = 'erasures';

/** Commands that an erasure sends at a time: enough to share the log's syncs, few enough not to stand in the way of callers. */
const AT_ONCE = 50;

/** Destroys what a person's data is sealed under. Safe to repeat. */
export interface ForgetKeys {
  /** `phones`: those that the person signed in with. Whoever has such a phone next gets a key of their own. */
  forget(appId: string, userId: number, phones: readonly string[]): Promise<void>;
}

interface Options {
  log: Pick<EventStore, 'read'>;
  commands: CommandHandler;
  clock: Clock;
  keys: ForgetKeys;
  logKey: LogKey;
}

/**
 * Carries out what follows from `PersonErased`, in this order: points that wait for an operator come back, the person's lives end, they leave the rooms of others, their outside
 * names become free, nobody follows them and they follow and block nobody and have no friends, codes under way to their phones are not sent, their keys
 * are destroyed, `ErasureCompleted`. Each step looks at what is there and can be repeated, so the run after a crash goes on with
 * what is left. The keys go last but one: until then every step can still read what it has to undo.
 */
export function erasureGroup(options: Options): ReactorGroup {
  const forgetPerson: Reactor = {
    name: 'forget-person',
    on: {
      async PersonErased(event, models) {
        await new Erasure(options, event, models).run();
        return NOTHING;
      },
    },
  };
  return { name: ERASURE_GROUP, reactors: [forgetPerson] };
}

/** The commands are sent here, one step after the other: the runner would send them all at once. */
const NOTHING: Reaction[] = [];

/** One run over one erasure. */
class Erasure {
  private readonly options: Options;
  private readonly models: ReadModels;
  private readonly event: LoggedEvent<PersonErased>;
  private readonly appId: string;
  private readonly userId: number;

  constructor(options: Options, event: LoggedEvent<PersonErased>, models: ReadModels) {
    this.options = options;
    this.models = models;
    this.event = event;
    this.appId = event.meta.appId;
    this.userId = event.data.userId;
  }

  async run(): Promise<void> {
    const { appId, userId } = this;
    const { commands, keys } = this.options;
    const stream = userStream(appId, userId);
    if ((await commands.load(userDecider, stream)).state.erasureCompleted) return;
    await this.giveBackPoints();
    await this.leaveRooms();
    await this.leaveGroups();
    await this.releaseNames();
    await this.endRelations();
    await this.loseFollowers();
    const phones = await this.phones(stream);
    for (const phone of phones) await this.cancelCode(phone);
    await this.shownBy(userCards);
    await keys.forget(appId, userId, phones);
    await commands.handle(userDecider, stream, { type: 'CompleteErasure' }, this.step('complete-erasure'));
  }

  /** A withdrawal that no provider was told of cannot be paid any more: nobody will know where to. */
  private async giveBackPoints(): Promise<void> {
    const { commands } = this.options;
    const { held } = (await commands.load(walletDecider, walletStream(this.appId, this.userId))).state;
    if (!held) return;
    const { withdrawalId } = held;
    const stream = withdrawalStream(this.appId, withdrawalId);
    const reject = { type: 'RejectWithdrawal', by: 'erasure', reason: '' } as const;
    await commands.handle(withdrawalDecider, stream, reject, this.step(`reject-withdrawal of ${withdrawalId}`));
  }

  private async leaveRooms(): Promise<void> {
    const { appId, userId, models } = this;
    const hosted = await livesPlayedBy(models, this.event, userId);
    const visited = await livesVisitedBy(models, appId, userId);
    const stop = { type: 'StopLive', reason: 'host-erased' } as const;
    const leave = { type: 'LeaveLive', userId, reason: 'erased' } as const;
    await this.each([...hosted.map(({ liveId }) => liveId), ...visited], async (liveId) => {
      const isHosted = hosted.some((live) => live.liveId === liveId);
      const stream = liveStream(appId, liveId);
      await this.options.commands.handle(liveDecider, stream, isHosted ? stop : leave, this.step(`leave of ${liveId}`));
    });
  }

  /** What they own goes to another member. They cannot join again: they have no session. */
  private async leaveGroups(): Promise<void> {
    const { appId, userId, models } = this;
    await this.shownBy(groupMembers);
    const query = { index: 'ofUser', equals: [appId, userId], limit: MAX_GROUPS_OF_PERSON } as const;
    await this.each(await models.find(groupMembers, query), async ({ document: { groupId } }) => {
      const { state } = await this.options.commands.load(groupDecider, groupStream(appId, groupId));
      if (!isThere(state)) return;
      const leave = { type: 'RemoveErased', userIds: [userId] } as const;
      const meta = this.step(`leave-group of ${groupId}`);
      await this.options.commands.handle(groupDecider, groupStream(appId, groupId), leave, meta);
    });
  }

  /** Anybody may claim the names then: the next person who signs in with the phone gets a new account. */
  private async releaseNames(): Promise<void> {
    const { appId, userId, models } = this;
    await this.shownBy(identities);
    const query = { index: 'ofUser', equals: [appId, userId], limit: MAX_QUERY_DOCUMENTS } as const;
    const names = await models.find(identities, query);
    await this.each(names, async ({ id, document: { kind, value } }) => {
      const stream = `${identityDecider.category}-${id}`;
      const release = { type: 'ReleaseIdentity', kind, value, userId } as const;
      await this.options.commands.handle(identityDecider, stream, release, this.step(`release-identity of ${id}`));
    });
  }

  private async endRelations(): Promise<void> {
    const { commands } = this.options;
    const stream = relationsStream(this.appId, this.userId);
    const { following, blocked, friends } = (await commands.load(relationsDecider, stream)).state;
    const unmirror = (userId: number, targetId: number) =>
      ({ type: 'MirrorFriend', userId, targetId, isFriend: false }) as const;
    await this.each([...friends], async (friendId) => {
      const theirs = relationsStream(this.appId, friendId);
      const meta = this.step(`unfriend of ${friendId}`);
      await commands.handle(relationsDecider, theirs, unmirror(friendId, this.userId), meta);
      await commands.handle(relationsDecider, stream, unmirror(this.userId, friendId), meta);
    });
    await this.each([...following], async (targetId) => {
      const meta = this.step(`unfollow of ${targetId}`);
      await commands.handle(relationsDecider, stream, { type: 'UnfollowUser', targetId }, meta);
    });
    await this.each([...blocked], async (targetId) => {
      const meta = this.step(`unblock of ${targetId}`);
      await commands.handle(relationsDecider, stream, { type: 'UnblockUser', targetId }, meta);
    });
  }

  /** Everybody who follows the person unfollows them, page by page: their lists and counters stay right. */
  private async loseFollowers(): Promise<void> {
    const { appId, userId: targetId, models } = this;
    let upTo = this.event.position;
    for (;;) {
      await this.shownBy(follows, upTo);
      const query = { index: 'followers', equals: [appId, targetId], limit: MAX_QUERY_DOCUMENTS } as const;
      const followers = await models.find(follows, query);
      if (followers.length === 0) return;
      await this.each(followers, async ({ document: { userId } }) => {
        const stream = relationsStream(appId, userId);
        const meta = this.step(`unfollow of ${userId}.${targetId}`);
        const unfollow = { type: 'UnfollowUser', targetId } as const;
        const { position } = await this.options.commands.handle(relationsDecider, stream, unfollow, meta);
        upTo = Math.max(upTo, position);
      });
    }
  }

  /** From the log, where they stand until the keys are destroyed: the names may have been released by an earlier run. */
  private async phones(stream: string): Promise<string[]> {
    const phones = new Set<string>();
    for (let from = 0; ; ) {
      const events = await this.options.log.read(stream, { from, limit: MAX_READ_EVENTS });
      for (const event of events) {
        if (event.type !== 'UserRegistered' && event.type !== 'PhoneBound') continue;
        const { phone } = (event as LoggedEvent<UserRegistered | PhoneBound>).data;
        if (phone) phones.add(phone);
      }
      if (events.length < MAX_READ_EVENTS) break;
      from = events[events.length - 1]!.revision + 1;
    }
    const theirs = await Promise.all(
      [...phones].map(async (phone) => ((await this.hasPassedOn(phone)) ? [] : [phone])),
    );
    return theirs.flat();
  }

  /** A phone that they gave up, and that signs in somebody else by now. */
  private async hasPassedOn(phone: string): Promise<boolean> {
    const { commands, logKey } = this.options;
    const stream = identityStream(this.appId, 'phone', logKey.hashOf(this.appId, 'phone', phone));
    const { userId } = (await commands.load(identityDecider, stream)).state;
    return userId !== 0 && userId !== this.userId;
  }

  private async cancelCode(phone: string): Promise<void> {
    const meta = this.step('cancel-code of phone');
    const stream = verificationStream(this.appId, this.options.logKey.hashOf(this.appId, 'phone', phone));
    await this.options.commands.handle(verificationDecider, stream, { type: 'CancelDelivery', phone }, meta);
  }

  private shownBy(view: View, upTo = this.event.position): Promise<void> {
    return shownBy(this.models, upTo, [view]);
  }

  private async each<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
    for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(act));
  }

  /** Metadata of a step's command. The same step of the same erasure has the same id, whenever it runs. */
  private step(step: Step): CommandMeta {
    const { id, meta } = this.event;
    const { appId, commandId, correlationId = commandId } = meta;
    return { appId, actor: 0, at: this.options.clock.now(), commandId: derivedCommandId(id, step), correlationId };
  }
}
