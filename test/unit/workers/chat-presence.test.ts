import { expect } from 'chai';
import { pino } from 'pino';
import { heiheiEndpoints } from '../../../api/heihei/endpoints.ts';
import { CHAT_ABSENT_MS, CHAT_LOST_MS } from '../../../domain/chat/limits.ts';
import { localHeartbeats } from '../../../workers/heartbeats.ts';
import { runPresence } from '../../../workers/presence.ts';
import { allReactors } from '../../../workers/reactors/all.ts';
import type { Client } from '../../support/client.ts';
import { until } from '../../support/promises.ts';
import { RoomWorld } from '../../support/room-world.ts';

/** As long as clients wait between two beats. */
const BEAT_MS = 5_000;

describe('presence in talks of two', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;
  let chatId: number;
  let presence: { stop(): Promise<void> };
  let beat: (who: Client) => void;

  beforeEach(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    [ann, bob] = (await world.people(2)) as [Client, Client];
    chatId = Number((await ann.must('/api/chat/due-chat', { userId: bob.userId })).chatId);
    await bob.must('/api/chat/accept-chat', { chatId, userId: ann.userId, type: 0 });
    for (const one of [ann, bob]) await one.must('/api/chat/join-chat', { chatId });
    await world.settle();
    const { log, commands, models } = world.core;
    const heartbeats = localHeartbeats(world.clock);
    beat = ({ userId }) => heartbeats.beat({ appId: 'heihei', kind: 'chat', roomId: chatId, userId });
    // It begins with the talk under way, as after a restart.
    presence = await runPresence({
      ...{ log, commands, models, heartbeats, clock: world.clock },
      logger: pino({ level: 'silent' }),
    });
  });
  afterEach(async () => {
    await presence.stop();
    await world.close();
  });

  const happened = (type: string) =>
    world.log.all.filter((event) => event.type === type).map(({ data }) => data as unknown as Record<string, unknown>);

  /** Lets time pass in steps of a beat, sent by these people. */
  async function pass(ms: number, ...beating: Client[]): Promise<void> {
    for (let passed = 0; passed < ms; passed += BEAT_MS) {
      for (const who of beating) beat(who);
      world.clock.advance(BEAT_MS);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('keeps a talk in which both beat', async () => {
    await pass(2 * CHAT_ABSENT_MS, ann, bob);
    expect(happened('ChatStopped')).to.deep.equal([]);
    expect(happened('ChatUserStatusChanged')).to.deep.equal([]);
  });

  it('shows the other side who is lost, and again who is back', async () => {
    await pass(CHAT_LOST_MS + BEAT_MS, ann);
    await until(async () => {
      beat(ann);
      world.clock.advance(1_000);
      return happened('ChatUserStatusChanged').length > 0;
    });
    expect(happened('ChatUserStatusChanged')[0]).to.include({
      userId: bob.userId,
      otherId: ann.userId,
      status: 'lost',
    });
    await bob.must('/api/chat/heart-beat', { chatId });
    expect(happened('ChatUserStatusChanged')[1]).to.include({ userId: bob.userId, status: 'normal' });
  });

  it('ends a talk of which one side is gone, and frees both lines', async () => {
    await pass(CHAT_ABSENT_MS, ann);
    await until(async () => {
      await pass(BEAT_MS, ann);
      return happened('ChatStopped').length > 0;
    });
    expect(happened('ChatStopped')).to.have.length(1);
    expect(happened('ChatStopped')[0]).to.include({ reason: 'missed-heartbeats', byUserId: bob.userId });
    await world.settle();
    expect(happened('LineFreed')).to.have.length(1);
  });
});
