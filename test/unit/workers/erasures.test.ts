import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../../api/heihei/endpoints.ts';
import { signInByThirdParty } from '../../../application/accounts/sign-in-by-third-party.ts';
import type { Core } from '../../../application/core.ts';
import { relate } from '../../../application/people/relations.ts';
import { identityDecider } from '../../../domain/identity/decider.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../../domain/live/events.ts';
import { relationsDecider } from '../../../domain/relations/decider.ts';
import {
  identityStream,
  liveStream,
  relationsStream,
  userStream,
  verificationStream,
  walletStream,
  withdrawalStream,
} from '../../../domain/streams.ts';
import { userDecider } from '../../../domain/user/decider.ts';
import type { PersonErased } from '../../../domain/user/events.ts';
import { verificationDecider } from '../../../domain/verification/decider.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import { withdrawalDecider } from '../../../domain/withdrawal/decider.ts';
import type { CommandHandler } from '../../../event-store/command-handler.ts';
import { type LoggedEvent, StoreUnavailableError } from '../../../event-store/event-store.ts';
import { functionsOf } from '../../../event-store/on-events.ts';
import { verifyLedger } from '../../../projections/verify.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { NO_THIRD_PARTIES } from '../../../third-parties/third-party.ts';
import { allReactors } from '../../../workers/reactors/all.ts';
import { erasureGroup } from '../../../workers/reactors/erasures.ts';
import type { Client } from '../../support/client.ts';
import { TEST_LOG_KEY } from '../../support/log-key.ts';
import { APP, RoomWorld } from '../../support/room-world.ts';

/** What is left of a person who was erased. */
interface Left {
  hosted: string | null;
  inRoom: boolean;
  follows: number;
  blocks: number;
  followers: number;
  phoneOf: number;
  codesToSend: boolean;
  forgotten: string[];
  completed: boolean;
}

const NOTHING_LEFT: Omit<Left, 'forgotten'> = {
  hosted: LIVE_STATUS.stopped,
  inRoom: false,
  follows: 0,
  blocks: 0,
  followers: 0,
  phoneOf: 0,
  codesToSend: false,
  completed: true,
};

describe('the reactor of erasures', () => {
  let world: RoomWorld;
  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
  });
  after(() => world.close());

  /** A person who hosts a live, is in another one, follows, blocks, is followed, and has a code under way to their phone. */
  async function busyPerson() {
    const [host, me, fan, other] = (await world.people(4, 100)) as [Client, Client, Client, Client];
    const hosted = await world.room(me, [fan]);
    const visited = await world.room(host, [me]);
    await me.must('/api/live/buy-gift', { liveId: visited, giftId: 101, amount: 1 });
    for (const [type, from, to] of [
      ['FollowUser', me, host],
      ['BlockUser', me, other],
      ['FollowUser', fan, me],
      ['FollowUser', host, me],
    ] as const)
      await world.relate(type, from, to);
    const phone = `138${me.userId}`;
    const identity = identityStream(APP, 'phone', TEST_LOG_KEY.hashOf(APP, 'phone', phone));
    await world.run(identityDecider, identity, {
      type: 'ClaimIdentity',
      kind: 'phone',
      value: phone,
      userId: me.userId,
    });
    const verification = verificationStream(APP, TEST_LOG_KEY.hashOf(APP, 'phone', phone));
    await world.run(verificationDecider, verification, { type: 'IssueCode', phone, proof: 'p', from: 'f' });
    await world.settle();
    return { me, fan, hosted, visited, phone, identity };
  }

  async function erase({ userId }: Client): Promise<LoggedEvent<PersonErased>> {
    const command = { type: 'ErasePerson', reason: 'request' } as const;
    await world.run(userDecider, userStream(APP, userId), command);
    return world.log.all.findLast(({ type }) => type === 'PersonErased') as LoggedEvent<PersonErased>;
  }

  async function leftOf(
    { me, hosted, visited, phone, identity }: Awaited<ReturnType<typeof busyPerson>>,
    forgotten: string[],
  ): Promise<Left> {
    await world.settle();
    const load: CommandHandler['load'] = world.core.commands.load.bind(world.core.commands);
    const relations = (await load(relationsDecider, relationsStream(APP, me.userId))).state;
    const card = await world.core.models.get(userCards, `${APP}.${me.userId}`);
    return {
      hosted: (await load(liveDecider, liveStream(APP, hosted))).state.status,
      inRoom: (await load(liveDecider, liveStream(APP, visited))).state.members.has(me.userId),
      follows: relations.following.size + (card?.followingCount ?? -1),
      blocks: relations.blocked.size,
      followers: card?.followerCount ?? -1,
      phoneOf: (await load(identityDecider, identity)).state.userId,
      codesToSend:
        (await load(verificationDecider, verificationStream(APP, TEST_LOG_KEY.hashOf(APP, 'phone', phone)))).state
          .toSend !== null,
      forgotten,
      completed: (await load(userDecider, userStream(APP, me.userId))).state.erasureCompleted,
    };
  }

  /** Runs the reactor over an event until it gets through, as its group does. Every call of the n-th kind is counted. */
  async function carryOut(event: LoggedEvent<PersonErased>, failing: { at: number; when: 'before' | 'after' } | null) {
    const forgotten: string[] = [];
    let calls = 0;
    async function step<T>(act: () => Promise<T>): Promise<T> {
      const fails = failing !== null && ++calls === failing.at;
      if (fails && failing.when === 'before') throw new StoreUnavailableError('injected');
      const answer = await act();
      if (fails) throw new StoreUnavailableError('injected');
      return answer;
    }
    const { commands } = world.core;
    const handle: CommandHandler['handle'] = (...given) => step(() => commands.handle(...given));
    const group = erasureGroup({
      log: world.log,
      logKey: TEST_LOG_KEY,
      clock: world.clock,
      commands: { ...commands, handle, load: commands.load.bind(commands) },
      keys: {
        forget: (appId, userId, phones) => step(async () => void forgotten.push(`${appId} ${userId} ${phones.join()}`)),
      },
    });
    const react = functionsOf(group.reactors[0]!.on).get('PersonErased')!;
    let tries = 0;
    for (;;) {
      tries++;
      try {
        await react(event, world.core.models);
        return { forgotten, calls, tries };
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || tries > 2) throw error;
      }
    }
  }

  it('undoes everything, in the end destroys the keys, and keeps the ledger', async () => {
    const person = await busyPerson();
    const { me, fan, phone } = person;
    const before = (await world.core.commands.load(walletDecider, walletStream(APP, me.userId))).state;
    const spent = before.goldHeld;
    const { forgotten } = await carryOut(await erase(me), null);
    const left = await leftOf(person, forgotten);
    expect(left).to.deep.equal({ ...NOTHING_LEFT, forgotten: [`${APP} ${me.userId} ${phone}`] });
    expect((await me.call('/api/user/user-gold', {})).errorcode).to.equal(720);
    expect((await fan.call('/api/user/info', { uid: me.userId })).errorcode).to.equal(710);
    const followed = await fan.must('/api/user/list-following', { userId: fan.userId, offset: 0, limit: 20 });
    expect(followed).to.deep.include({ totalSize: 0, result: [] });
    const after = (await world.core.commands.load(walletDecider, walletStream(APP, me.userId))).state;
    expect(after.goldHeld).to.equal(spent);
    expect((await verifyLedger(world.log)).violations).to.deep.equal([]);
  });

  it('leaves no relation that was made while it was carried out', async () => {
    const other = await world.person('别人');
    const { commands } = world.core;
    const handle = commands.handle.bind(commands);
    for (const type of ['BlockUser', 'FollowUser'] as const) {
      const person = await world.person('正在删的');
      const core: Core = {
        ...world.core,
        commands: {
          ...commands,
          load: commands.load.bind(commands),
          async handle(decider, stream, command, meta) {
            if ((command as { type: string }).type === type) await carryOut(await erase(person), null);
            return handle(decider, stream, command, meta);
          },
        },
      };
      const meta = () => ({ appId: APP, actor: person.userId, at: world.clock.now(), commandId: randomUUID() });
      const relating = relate(core, { appId: APP, userId: person.userId }, { type, targetId: other.userId }, meta);
      expect(
        await relating.then(
          () => 'done',
          ({ code }) => code,
        ),
        type,
      ).to.equal('UserNotFound');
      const { state } = await commands.load(relationsDecider, relationsStream(APP, person.userId));
      expect([state.following.size, state.blocked.size], type).to.deep.equal([0, 0]);
    }
  });

  it('gives back points that wait for a withdrawal, unless the provider was told to pay', async () => {
    for (const isPaying of [false, true]) {
      const [host, viewer] = [await world.person('提现的'), await world.person('观众', 1_000)];
      const liveId = await world.room(host, [viewer]);
      await viewer.must('/api/live/buy-gift', { liveId, giftId: 107, amount: 1, gift_uuid: 'g' });
      await world.settle();
      const withdrawalId = `77${host.userId}`;
      const wallet = walletStream(APP, host.userId);
      const hold = {
        type: 'HoldPoints',
        withdrawalId,
        points: 200,
        payCents: 1_000,
        account: 'a@b.cn',
        name: '张三',
      } as const;
      await world.run(walletDecider, wallet, hold, host.userId);
      await world.settle();
      const withdrawal = withdrawalStream(APP, withdrawalId);
      await world.run(withdrawalDecider, withdrawal, { type: 'ApproveWithdrawal' });
      if (isPaying) await world.run(withdrawalDecider, withdrawal, { type: 'StartPayout' });
      await carryOut(await erase(host), null);
      await world.settle();
      const { points, held } = (await world.core.commands.load(walletDecider, wallet)).state;
      expect([points, held?.points ?? 0]).to.deep.equal(isPaying ? [300, 200] : [500, 0]);
    }
    expect((await verifyLedger(world.log)).violations).to.deep.equal([]);
  });

  it('frees the names that a third party gave, and forgets each phone that the person had', async () => {
    const signIn = (openId: string) => {
      const outside = { openId, unionId: `union of ${openId}`, nickname: '微信来的', gender: 'Male' as const };
      const wechat = { whoIs: async () => outside, picture: async () => null };
      const core = { ...world.core, thirdParties: { ...NO_THIRD_PARTIES, wechat } };
      const caller = { source: 'wechat', accountToken: 't', openId, remoteAddress: '::1', audience: 'heihei' } as const;
      const meta = { appId: APP, actor: 0, at: world.clock.now(), commandId: randomUUID() };
      return signInByThirdParty(core, caller, () => meta);
    };
    const { userId } = await signIn('o-1');
    const bind = (phone: string) =>
      world.run(userDecider, userStream(APP, userId), { type: 'BindPhone', phone }, userId);
    for (const phone of ['13900000001', '13900000002', '13900000003']) await bind(phone);
    // The first of them signs in somebody else by now.
    const first = identityStream(APP, 'phone', TEST_LOG_KEY.hashOf(APP, 'phone', '13900000001'));
    const claim = { type: 'ClaimIdentity', kind: 'phone', value: '13900000001', userId: userId + 1 } as const;
    await world.run(identityDecider, first, claim);
    await world.settle();
    await world.run(userDecider, userStream(APP, userId), { type: 'ErasePerson', reason: 'request' });
    const event = world.log.all.findLast(({ type }) => type === 'PersonErased') as LoggedEvent<PersonErased>;
    const { forgotten } = await carryOut(event, null);
    expect(forgotten).to.deep.equal([`${APP} ${userId} 13900000002,13900000003`]);
    for (const [kind, value] of [['wechat', 'o-1'] as const, ['wechatunion', 'union of o-1'] as const]) {
      const stream = identityStream(APP, kind, TEST_LOG_KEY.hashOf(APP, kind, value));
      expect((await world.core.commands.load(identityDecider, stream)).state.userId, kind).to.equal(0);
    }
    expect((await signIn('o-1')).userId).not.to.equal(userId);
  });

  it('comes to the same end after a fault before or after any of its steps', async () => {
    const { calls } = await carryOut(await erase((await busyPerson()).me), { at: 0, when: 'before' });
    expect(calls).to.be.greaterThan(8);
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at <= calls; at++) {
        const person = await busyPerson();
        const { me, phone } = person;
        const { forgotten, tries } = await carryOut(await erase(me), { at, when });
        expect(tries).to.equal(2);
        const left = await leftOf(person, [...new Set(forgotten)]);
        expect(left, `${when} ${at}`).to.deep.equal({ ...NOTHING_LEFT, forgotten: [`${APP} ${me.userId} ${phone}`] });
      }
    }
    console.log(`ERASE steps=${calls} faults=${2 * calls} half=0`);
  });

  it('does nothing for an erasure that is complete', async () => {
    const person = await busyPerson();
    const event = await erase(person.me);
    await carryOut(event, null);
    const head = await world.log.head();
    expect((await carryOut(event, null)).forgotten).to.deep.equal([]);
    expect(await world.log.head()).to.equal(head);
  });
});
