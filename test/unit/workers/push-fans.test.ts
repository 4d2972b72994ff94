import { expect } from 'chai';
import { devicesDecider } from '../../../domain/devices/decider.ts';
import { FANS_PER_STEP } from '../../../domain/push/limits.ts';
import { pushTokenDecider } from '../../../domain/pushtoken/decider.ts';
import { relationsDecider } from '../../../domain/relations/decider.ts';
import { devicesStream, pushTokenStream, relationsStream, userStream } from '../../../domain/streams.ts';
import { userDecider } from '../../../domain/user/decider.ts';
import type { Client } from '../../support/client.ts';
import { until } from '../../support/promises.ts';
import { APP, PushWorld } from '../../support/push-world.ts';

/** Two whole steps, and some of a third. */
const FANS = 2 * FANS_PER_STEP + 50;
const FIRST_FAN = 500_000;
const fanIds = Array.from({ length: FANS }, (_, n) => FIRST_FAN + n);
const tokenOf = (userId: number) => `token ${userId}`;

describe('a notification for more followers than one step has', () => {
  let world: PushWorld;
  let host: Client;

  beforeEach(async () => {
    world = await PushWorld.start();
    host = await world.room.person('红人');
    await Promise.all(fanIds.map(follow));
    await world.settled();
  });
  afterEach(() => world.close());

  /** Somebody with a phone who follows the host. */
  async function follow(userId: number): Promise<void> {
    const { room } = world;
    const [user, tokenHash] = [userStream(APP, userId), `hash ${userId}`];
    const person = { userId, heiNum: 20_000_000 + userId, displayName: `粉丝${userId}`, coverUrl: '' };
    const expiresAt = Number.MAX_SAFE_INTEGER;
    await room.run(userDecider, user, { type: 'RegisterUser', ...person }, userId);
    await room.run(userDecider, user, { type: 'OpenSession', sessionId: 's', expiresAt }, userId);
    const phone = { uuid: `u${userId}`, provider: 'getui', platform: 'android', sessionId: 's' } as const;
    const registered = { type: 'RegisterDevice', userId, ...phone, token: tokenOf(userId), tokenHash } as const;
    await room.run(devicesDecider, devicesStream(APP, userId), registered, userId);
    await room.run(pushTokenDecider, pushTokenStream(APP, tokenHash), { type: 'TakePushToken', tokenHash, userId });
    const following = { type: 'FollowUser', targetId: host.userId } as const;
    await room.run(relationsDecider, relationsStream(APP, userId), following, userId);
  }

  /** How far the followers were notified, as the log has it: the last of each step, then how it ended. */
  const steps = () =>
    world.room.log.all.flatMap(({ type, data }): (number | string)[] => {
      if (type === 'FansPushed') return [data.afterUserId];
      return type === 'FansPushEnded' ? [`${data.outcome}: ${data.devices}`] : [];
    });
  const lastOf = (step: number) => fanIds[step * FANS_PER_STEP - 1];

  it('comes to each phone once, in steps that the log knows of', async () => {
    await world.room.room(host);
    const rung = await world.rung();
    expect(rung).to.have.length(FANS);
    expect(rung).to.have.members(fanIds.map(tokenOf));
    expect(steps()).to.deep.equal([lastOf(1), lastOf(2), `done: ${FANS}`]);
  });

  it('goes on after a crash with the step that was not done: who was served in one that was hears nothing twice', async () => {
    const servedInStepTwo = 20;
    let calls = 0;
    world.provider = () => {
      // Then the provider says nothing more, and the process dies.
      const isServed = calls++ < FANS_PER_STEP + servedInStepTwo;
      return isServed ? Promise.resolve('sent') : new Promise(() => {});
    };
    await world.room.room(host);
    await until(() => steps().length === 1 && world.sent.length === FANS_PER_STEP + servedInStepTwo);
    expect(steps()).to.deep.equal([lastOf(1)]);
    const before = world.sent.splice(0).map(({ target, notification }) => ({ target, notification }));
    world.provider = async () => 'sent';
    await world.crash();
    await world.settled();
    const after = world.sent.splice(0).map(({ target }) => target.token);
    // Everybody of the steps that were not done, each once.
    expect(after).to.have.length(FANS - FANS_PER_STEP);
    expect(after).to.have.members(fanIds.slice(FANS_PER_STEP).map(tokenOf));
    const once = before.map(({ target }) => target.token);
    expect(new Set(once).size).to.equal(once.length);
    expect(once.slice(0, FANS_PER_STEP)).to.have.members(fanIds.slice(0, FANS_PER_STEP).map(tokenOf));
    // A phone that was served just before the crash shows it once all the same: it has the same id.
    const ids = new Set(world.recorded.of(fanIds[FANS_PER_STEP]!).map(({ payload }) => payload.msgId));
    expect(ids.size).to.equal(1);
    expect(steps()).to.deep.equal([lastOf(1), lastOf(2), `done: ${FANS}`]);
  });
});
