import { callOf } from './calls.ts';
import { claimUpload, erase, grant, grantUpload, issueCode, joinChat, joinConference, register } from './commands.ts';
import { EPOCH_MS } from './globals.ts';
import { actInGroup } from './groups.ts';
import { actInHouse, type HousePromises } from './house.ts';
import type { Means } from './means.ts';
import { lookAfter, type OperatorPromises } from './operators.ts';
import { buyGold } from './orders.ts';
import type { SimProcess } from './process.ts';
import type { Promises } from './promises.ts';
import type { Random } from './random.ts';
import type { Outcome } from './requests.ts';
import { Screen } from './screen.ts';
import { actInTopic, type TopicPromises } from './topics.ts';
import { withdraw } from './withdrawals.ts';
import type { World } from './world.ts';

/** Ids of gifts that people here can pay for. */
const GIFTS = [102, 103, 104, 106];
const HEARTBEAT_MS = 15_000;
/** How likely somebody does something with their phone before each thing that they do. */
const PHONE_CHANCE = 0.15;
/** Phones that all of them share, as in a family. */
const PHONES = ['phone 1', 'phone 2', 'phone 3'];
/** For how long an app is closed, ms. */
const CLOSED_MS = { least: 500, most: 10_000 };
/** How likely somebody wants to be erased before each thing that they do. */
const ERASURE_CHANCE = 0.008;
/** How likely somebody calls, answers or says something in a talk before each thing that they do. */
const CALL_CHANCE = 0.25;
/** How likely somebody does something in a group before each thing that they do. */
const GROUP_CHANCE = 0.25;
/** How likely somebody buys gold before each thing that they do. */
const ORDER_CHANCE = 0.12;
/** How likely somebody reports, appoints or is written to by a server before each thing that they do. */
const HOUSE_CHANCE = 0.12;
/** How often somebody asks for money or gold for points. */
const WITHDRAWAL_CHANCE = 0.15;
/** How often somebody posts, answers, likes or listens. */
const TOPIC_CHANCE = 0.2;
/** How often operators do something about somebody. */
const OPERATOR_CHANCE = 0.1;
/** As clients in a talk beat. */
const CHAT_BEAT_MS = 5_000;
/** A client sends again this often before it gives up. */
const MAX_TRIES = 8;

const PROFILE = { gender: 'Female', birthDay: '1995-03-13' };

/** What people in one evening have in common. */
export interface Evening {
  world: World;
  random: Random;
  promises: Promises;
  host: Person;
  viewers: Person[];
  /** The live that plays as far as its host knows; 0 for none. */
  liveId: number;
  /** Who has asked for the host's conference. */
  callers: number[];
  isOver: boolean;
  /** Who asks to be erased, and when: its own sequence, so that the rest goes on as without it. */
  erasures: Random;
  /** Who does what with a phone, in the same way. */
  phones: Random;
  /** Who calls whom, likewise. */
  calls: Random;
  /** Who does what in which group, likewise. */
  groups: Random;
  /** Who buys gold, likewise. */
  orders: Random;
  /** Who makes points into gold or money, likewise. */
  withdrawals: Random;
  /** Who reports, appoints and is written to, likewise. */
  house: Random;
  housePromises: HousePromises;
  /** Who speaks about topics, likewise. */
  topics: Random;
  topicPromises: TopicPromises;
  /** What operators do about whom, likewise. */
  operators: Random;
  operatorPromises: OperatorPromises;
  /** The groups that there are, as far as whoever made them knows. */
  groupIds: number[];
  serial: number;
}

/** A client: acts, and sends again what it has no answer to. */
export abstract class Person {
  readonly userId: number;
  protected readonly evening: Evening;
  readonly screen: Screen;
  /** Goes live, so gives a birthday. */
  protected readonly mustBeOfAge: boolean = false;
  private isGone = false;

  constructor(evening: Evening, userId: number) {
    this.evening = evening;
    this.userId = userId;
    this.screen = new Screen(evening.world, userId);
  }

  /** Lives until the evening is over. */
  async live(): Promise<void> {
    const { evening, userId } = this;
    const { random, world } = evening;
    await this.surely(
      (process) => process.requests.run(`register ${userId}`, (core) => register(core, userId, `Person ${userId}`)),
      1_000,
    );
    // A viewer who gave no birthday is refused as a guest.
    if (this.mustBeOfAge || random.chance(0.8)) {
      await this.call('/api/user/update', { ...PROFILE, displayName: `Person ${userId}` });
    }
    await this.grant(random.integer(20, 400));
    this.screen.connect();
    void this.keepBeating();
    void this.keepTalking();
    while (!evening.isOver && !this.isGone) {
      await world.scheduler.sleep(random.between(20, 1_200));
      if (random.chance(0.03)) this.screen.drop();
      if (random.chance(0.04)) void this.upload();
      // Now and then two things at a time, which two processes may take.
      if (evening.erasures.chance(ERASURE_CHANCE)) void this.eraseMyself();
      if (evening.phones.chance(PHONE_CHANCE)) void this.usePhone();
      if (evening.calls.chance(CALL_CHANCE)) void this.phone();
      if (evening.groups.chance(GROUP_CHANCE)) void actInGroup(this.means());
      if (evening.orders.chance(ORDER_CHANCE)) void buyGold(this.means());
      if (world.withdraws && evening.withdrawals.chance(WITHDRAWAL_CHANCE)) void withdraw(this.means());
      if (world.speaks && evening.topics.chance(TOPIC_CHANCE)) void actInTopic(this.means(), evening.topicPromises);
      if (world.isOperated && evening.operators.chance(OPERATOR_CHANCE))
        void lookAfter(this.means(), evening.operatorPromises);
      if (evening.house.chance(HOUSE_CHANCE)) void actInHouse(this.means(), evening.housePromises);
      await (random.chance(0.2) ? Promise.all([this.act(), this.act()]) : this.act());
    }
  }

  /** Stays without doing anything but beating, so that what falls due does so by itself; then it is gone. */
  async stay(forMs: number): Promise<void> {
    await this.evening.world.scheduler.sleep(forMs);
    this.isGone = true;
  }

  /** Signs in on a phone that others use as well, closes the app for a while, or switches notifications. */
  protected async usePhone(): Promise<void> {
    const { phones: random } = this.evening;
    const chance = random.next();
    if (chance < 0.4) await this.takePhone(random.pick(PHONES));
    else if (chance < 0.9) this.screen.close(random.between(CLOSED_MS.least, CLOSED_MS.most));
    else await this.call('/api/user/update-config', { push_enable: random.chance(0.3) ? '0' : '1' });
  }

  private async takePhone(token: string): Promise<void> {
    const { userId, evening } = this;
    const device = { uuid: token, apnsType: 'getui', apnsToken: token, deveiceType: 'android' };
    const key = this.newKey();
    await this.surely((process) => {
      const request = process.requests.send('/api/user/push-device-info', userId, device, key);
      return evening.world.phones.claim(token, userId, request);
    });
  }

  /** While whatever is under way goes on: the account is gone once there is an answer. */
  private async eraseMyself(): Promise<void> {
    const { userId } = this;
    const key = this.newKey();
    const { kind } = await this.surely((process) =>
      process.requests.run(`erase ${userId}`, (core) => erase(core, userId, key)),
    );
    if (kind !== 'ok') return;
    this.isGone = true;
    this.screen.end();
  }

  /** An app beats whatever else it does or waits for. */
  private async keepBeating(): Promise<void> {
    const { scheduler } = this.evening.world;
    while (!this.isGone) {
      void this.beat();
      await scheduler.sleep(HEARTBEAT_MS);
    }
  }

  /** Beats in a talk that goes on, as far as the server says so. */
  private async keepTalking(): Promise<void> {
    const { world } = this.evening;
    while (!this.isGone) {
      const call = callOf(world.monitor, this.userId);
      if (call?.state === 'talking') void this.call('/api/chat/heart-beat', { chatId: call.chatId });
      await world.scheduler.sleep(CHAT_BEAT_MS);
    }
  }

  private means(): Means<Evening> {
    const { evening, userId } = this;
    return {
      evening,
      userId,
      newKey: () => this.newKey(),
      call: (path, params) => this.call(path, params),
      surely: (send) => this.surely(send),
      once: (...sent) => this.once(...sent),
    };
  }

  /** Calls somebody or a stranger, answers, says something in a talk, hangs up: as the moment has it. */
  private async phone(): Promise<void> {
    const { evening, userId } = this;
    const { calls, world, host, viewers } = evening;
    const call = callOf(world.monitor, userId);
    const chance = calls.next();
    if (call?.state === 'talking') return this.inTalk(call.chatId, call.otherId);
    const { chatId, otherId } = call ?? { chatId: 0, otherId: 0 };
    if (call?.state === 'called' && chance < 0.6) {
      await this.call('/api/chat/accept-chat', { chatId, userId: otherId, type: 0 });
    } else if (call && chance < 0.75) await this.call('/api/chat/cancel-due-chat', { chatId });
    else if (call?.state === 'called' && chance < 0.85) await this.call('/api/chat/due-chat', { userId: otherId });
    else if (chance < 0.2) await this.call('/api/chat/match-chat', {});
    else if (chance < 0.25) await this.call('/api/chat/stop-match-chat', {});
    else {
      const others = [host, ...viewers].filter((person) => person.userId !== userId);
      if (others.length > 0) await this.call('/api/chat/due-chat', { userId: calls.pick(others).userId });
    }
  }

  private async inTalk(chatId: number, otherId: number): Promise<void> {
    const { calls } = this.evening;
    const chance = calls.next();
    if (chance < 0.4) await this.joinTalk(chatId);
    else if (chance < 0.65) await this.giveInTalk(chatId, otherId);
    else if (chance < 0.72) await this.call('/api/chat/change-topic', { chatId });
    else if (chance < 0.8) await this.call('/api/chat/pause-chat', { chatId });
    else if (chance < 0.86) await this.call('/api/chat/continue-chat', { chatId });
    else if (chance < 0.95) await this.call('/api/chat/stop-chat', { chatId });
  }

  private async joinTalk(chatId: number): Promise<void> {
    const { userId } = this;
    const key = this.newKey();
    await this.surely((process) =>
      process.requests.run(`join chat ${userId} ${chatId}`, (core) => joinChat(core, userId, chatId, key)),
    );
  }

  private async giveInTalk(chatId: number, userId: number): Promise<void> {
    const { calls, promises } = this.evening;
    const uuid = `chat-gift-${++this.evening.serial}`;
    const gift = { giftId: calls.pick(GIFTS), chatId, userId, amount: 1 };
    const sent = { userId: this.userId, answers: [] as object[] };
    promises.gifts.set(uuid, new Map([[gift.amount, sent]]));
    const send = (params: object) => () => this.call('/api/chat/buy-gift', { gift_uuid: uuid, ...params });
    await this.once(sent, send(gift), send({ ...gift, giftId: 107 }));
  }

  /** Joining, too, says that one is there. */
  protected showPresence(liveId: number): void {
    const { promises, world } = this.evening;
    promises.beatSent(liveId, this.userId, world.scheduler.nowMs);
  }

  protected async sendBeat(isCreator: 0 | 1): Promise<Outcome> {
    const { liveId } = this.evening;
    this.showPresence(liveId);
    return this.call('/api/live/heart-beat', { liveId, isCreator });
  }

  protected abstract act(): Promise<void>;
  protected abstract beat(): Promise<void>;

  /** Sends something under a key until there is an answer. */
  protected call(path: string, params: object, key: string = this.newKey()): Promise<Outcome> {
    return this.surely((process) => process.requests.send(path, this.userId, params, key));
  }

  protected async surely(send: (process: SimProcess) => Promise<Outcome>, tries = MAX_TRIES): Promise<Outcome> {
    const { world, random } = this.evening;
    for (let attempt = 1; ; attempt++) {
      const ready = world.processes.filter(({ isReady }) => isReady);
      const outcome: Outcome = ready.length === 0 ? { kind: 'unavailable' } : await send(random.pick(ready));
      const isAnswered = outcome.kind === 'ok' || outcome.kind === 'refused';
      if (isAnswered || attempt >= tries) return outcome;
      await world.scheduler.sleep(random.between(50, 800));
    }
  }

  protected newKey(): string {
    return `key-${++this.evening.serial}`;
  }

  protected async grant(amountGold: number): Promise<void> {
    const source = `grant-${++this.evening.serial}`;
    const sent = { userId: this.userId, answers: [] as object[] };
    this.evening.promises.grants.set(source, sent);
    const { random, world } = this.evening;
    // Some gold ends within the evening, some of it before it is spent.
    const expiresAt = random.chance(0.5)
      ? EPOCH_MS + Math.floor(world.scheduler.nowMs) + random.integer(5_000, 300_000)
      : undefined;
    const outcome = await this.surely((process) =>
      process.requests.run(source, (core) => grant(core, this.userId, amountGold, source, expiresAt)),
    );
    if (outcome.kind === 'ok') sent.answers.push(outcome.answer);
  }

  /**
   * Sends what counts once, as clients do: once, twice at the same time, or again much later; now and then another thing under
   * the same key, which must be refused.
   */
  protected async once(sent: { answers: object[] }, send: () => Promise<Outcome>, sendOther?: () => Promise<Outcome>) {
    const { random, world } = this.evening;
    const take = (outcome: Outcome) => {
      if (outcome.kind === 'ok') sent.answers.push(outcome.answer);
      if (outcome.kind === 'refused' && outcome.code === 'IdempotencyConflict') {
        world.violation('3: the same command under the same key was taken for another one');
      }
      return outcome;
    };
    const outcomes = await Promise.all(Array.from({ length: random.chance(0.25) ? 2 : 1 }, () => send().then(take)));
    if (random.chance(0.2)) {
      const later = world.scheduler.sleep(random.between(100, 20_000)).then(() => send().then(take));
      if (random.chance(0.3)) await later;
    }
    const isKept = outcomes.some(({ kind }) => kind === 'ok');
    if (isKept && sendOther && random.chance(0.15)) {
      const { kind } = await sendOther();
      if (kind === 'ok') world.violation('3: another command under the same key was accepted');
    }
  }

  /** Uploads a file, and uses it for one or two things about the time at which it would be dropped. */
  private async upload(): Promise<void> {
    const { evening, userId } = this;
    const { random, world, promises } = evening;
    const sign = `upload-${++evening.serial}`;
    const dropAfterMs = random.integer(3_000, 30_000);
    const granted = await this.surely((process) =>
      process.requests.run(`grant ${sign}`, (core) => grantUpload(core, userId, sign, dropAfterMs)),
    );
    if (granted.kind !== 'ok') return;
    const { path } = granted.answer as { path: string };
    if (random.chance(0.9)) world.files.upload(path);
    await world.scheduler.sleep(random.between(0, 1.2 * dropAfterMs));
    const purposes = random.chance(0.4) ? ['avatar', 'message'] : ['avatar', 'avatar'];
    await Promise.all(
      purposes.map(async (purpose) => {
        const { kind } = await this.surely((process) =>
          process.requests.run(`claim ${sign} ${purpose}`, (core) => claimUpload(core, userId, sign, purpose)),
        );
        if (kind === 'ok') promises.claimed(path, purpose);
      }),
    );
  }

  protected async say(): Promise<void> {
    const { evening } = this;
    const { promises, liveId } = evening;
    const text = `text ${++evening.serial}`;
    const key = this.newKey();
    const sent = { userId: this.userId, answers: [] as object[] };
    promises.texts.set(text, sent);
    const send = (said: string) => () => this.call('/api/msg/send-msg', { liveId, roomId: liveId, text: said }, key);
    const sendOther = async () => {
      const outcome = await send(`${text}, or not`)();
      promises.unsaid.add(`${text}, or not`);
      // Another process may not have heard of the first text yet: it takes the second one for it, and says neither again.
      return this.evening.world.kind === 'shared' && outcome.kind === 'ok' ? ({ kind: 'lost' } as const) : outcome;
    };
    await this.once(sent, send(text), sendOther);
  }

  /** Writes to somebody, reads what they wrote, or takes them out of the list. */
  protected async correspond(): Promise<void> {
    const { evening, userId } = this;
    const { random, promises, host, viewers } = evening;
    const others = [host, ...viewers].filter((person) => person.userId !== userId);
    if (others.length === 0) return;
    const { userId: toUserId } = random.pick(others);
    const chance = random.next();
    if (chance < 0.15) await this.call('/api/msg/read-im', { userId: toUserId });
    else if (chance < 0.2) await this.call('/api/msg/message-read-all', {});
    else if (chance < 0.25) await this.call('/api/msg/message-del', { userId: toUserId });
    else {
      const text = `message ${++evening.serial}`;
      const key = this.newKey();
      const sent = { userId, answers: [] as object[] };
      promises.messages.set(text, sent);
      const send = (said: string) => () =>
        this.call('/api/msg/send-im', { toUserId, msgType: 'text', text: said }, key);
      await this.once(sent, send(text), send(`${text}, or not`));
    }
  }

  protected async joinConference(): Promise<void> {
    const { liveId } = this.evening;
    const key = this.newKey();
    await this.surely((process) =>
      process.requests.run(`join conference ${this.userId}`, (core) => joinConference(core, this.userId, liveId, key)),
    );
    if (this.evening.random.chance(0.8)) await this.call('/api/live/conference-success', { liveId });
  }
}

export class Viewer extends Person {
  private isInRoom = false;
  private combo: { uuid: string; giftId: number; amount: number; liveId: number } | null = null;

  protected async beat(): Promise<void> {
    if (this.evening.liveId === 0 || !this.isInRoom) return;
    const outcome = await this.sendBeat(0);
    if (outcome.kind === 'refused') this.isInRoom = false;
  }

  protected async act(): Promise<void> {
    const { evening, userId } = this;
    const { random, liveId, host } = evening;
    if (liveId === 0 || random.chance(0.1)) return this.correspond();
    const chance = random.next();
    if (!this.isInRoom) {
      if (chance < 0.7) await this.join(liveId);
    } else if (chance < 0.25) await this.give();
    else if (chance < 0.4) await this.tap();
    else if (chance < 0.6) await this.say();
    else if (chance < 0.68) await this.trumpet();
    else if (chance < 0.72) await this.call('/api/live/live-like', { liveId, type: 1 });
    else if (chance < 0.78) await this.askForConference();
    else if (chance < 0.82) await this.joinConference();
    else if (chance < 0.84) await this.call('/api/live/quit-conference', { liveId });
    else if (chance < 0.87) await this.call('/api/user/follow', { userId: host.userId });
    else if (chance < 0.89) await this.call('/api/user/unfollow', { userId: host.userId });
    else if (chance < 0.94) await this.rename();
    else if (chance < 0.96) await this.grant(random.integer(1, 300));
    else if (chance < 0.98) {
      const key = this.newKey();
      await this.surely((process) =>
        process.requests.run(`issue code ${userId}`, (core) => issueCode(core, `138${userId}`, key)),
      );
    } else {
      await this.call('/api/live/quit-live', { liveId });
      this.isInRoom = false;
    }
  }

  /** An app that is opened connects and joins at the same time. */
  private async join(liveId: number): Promise<void> {
    if (this.evening.random.chance(0.4)) this.screen.drop();
    this.isInRoom = (await this.call('/api/live/join-live', { liveId, liveKey: '' })).kind === 'ok';
    if (this.isInRoom) this.showPresence(liveId);
  }

  private async give(): Promise<void> {
    const { evening } = this;
    const gift = { giftId: evening.random.pick(GIFTS), liveId: evening.liveId, amount: evening.random.integer(1, 3) };
    await this.buy({ ...gift, gift_uuid: `gift-${++evening.serial}` }, { ...gift, giftId: 107 });
  }

  /** The next of a combo; now and then one is left out, as when it is lost on the way. */
  private async tap(): Promise<void> {
    const { random, liveId } = this.evening;
    if (!this.combo || this.combo.liveId !== liveId || random.chance(0.2)) {
      this.combo = { uuid: `combo-${++this.evening.serial}`, giftId: random.pick(GIFTS), amount: 0, liveId };
    }
    const { uuid, giftId } = this.combo;
    this.combo.amount += random.chance(0.2) ? 2 : 1;
    await this.buy({ giftId, liveId, amount: this.combo.amount, gift_uuid: uuid });
  }

  private async buy(gift: { giftId: number; liveId: number; amount: number; gift_uuid: string }, other?: object) {
    const { gifts } = this.evening.promises;
    const taps = gifts.get(gift.gift_uuid) ?? new Map();
    gifts.set(gift.gift_uuid, taps);
    const sent = { userId: this.userId, answers: [] as object[] };
    taps.set(gift.amount, sent);
    const send = (params: object) => () => this.call('/api/live/buy-gift', { gift_uuid: gift.gift_uuid, ...params });
    await this.once(sent, send(gift), other && send(other));
  }

  private async trumpet(): Promise<void> {
    const { evening, userId } = this;
    const { liveId } = evening;
    const message = `bullet ${++evening.serial}`;
    const key = this.newKey();
    const sent = { userId, answers: [] as object[] };
    evening.promises.bullets.set(message, sent);
    await this.once(sent, () => this.call('/api/live/buy-bullet', { liveId, message }, key));
  }

  private async askForConference(): Promise<void> {
    const { liveId, callers } = this.evening;
    const { kind } = await this.call('/api/live/call-request', { liveId });
    if (kind === 'ok') callers.push(this.userId);
  }

  private async rename(): Promise<void> {
    const { random } = this.evening;
    const names = [1, 2].map(() => `Person ${this.userId} ${random.integer(1, 5)}`);
    const taps = random.chance(0.5) ? random.integer(3, 8) : 1;
    // Two names by turns, all at once: no payment may carry more than one of them.
    await Promise.all(
      Array.from({ length: taps }, (_, tap) =>
        this.call('/api/user/update', { ...PROFILE, displayName: names[tap % 2]! }),
      ),
    );
  }
}

export class Host extends Person {
  protected override readonly mustBeOfAge = true;

  protected async beat(): Promise<void> {
    const { liveId } = this.evening;
    if (liveId === 0) return;
    const outcome = await this.sendBeat(1);
    if (outcome.kind === 'refused' && this.evening.liveId === liveId) this.evening.liveId = 0;
  }

  protected async act(): Promise<void> {
    const { evening } = this;
    const { random, liveId, viewers, callers } = evening;
    const chance = random.next();
    const { userId } = random.pick(viewers);
    if (random.chance(0.1)) await this.correspond();
    else if (liveId === 0) await this.goLive();
    else if (chance < 0.3) await this.takeCall(callers.shift());
    else if (chance < 0.4) await this.joinConference();
    else if (chance < 0.44) await this.call('/api/live/quit-conference', { liveId });
    else if (chance < 0.5) await this.call('/api/live/call-request', { liveId, userId });
    else if (chance < 0.7) await this.say();
    else if (chance < 0.74) await this.call('/api/live/shutupuser', { liveId, userId });
    else if (chance < 0.78) await this.call('/api/live/shutupopen', { liveId, userId });
    else if (chance < 0.8) await this.call('/api/live/kick-out-user', { liveId, userId });
    else if (chance < 0.83) await this.call('/api/user/block-user', { userId });
    else if (chance < 0.88) await this.call('/api/user/unblock-user', { targetId: userId });
    else if (chance < 0.9) {
      const { kind } = await this.call('/api/live/stop-live', { liveId });
      if (kind !== 'unavailable') evening.liveId = 0;
    }
  }

  private async goLive(): Promise<void> {
    const created = await this.call('/api/live/create-live', { title: 'an evening' });
    if (created.kind !== 'ok') return;
    const { liveId } = (created.answer as { live: { liveId: number } }).live;
    const started = await this.call('/api/live/start-live', { liveId });
    if (started.kind !== 'ok') return;
    this.evening.liveId = liveId;
    this.showPresence(liveId);
  }

  private async takeCall(userId: number | undefined): Promise<void> {
    const { liveId } = this.evening;
    if (userId === undefined) return;
    const { kind } = await this.call('/api/live/accept-conference', { liveId, userId });
    if (kind === 'ok' && this.evening.random.chance(0.7)) await this.joinConference();
  }
}
