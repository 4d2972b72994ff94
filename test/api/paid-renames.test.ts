import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { Reactor } from '../../workers/reactor.ts';
import { applyRename } from '../../workers/reactors/renames.ts';
import { RoomWorld } from '../support/room-world.ts';

const PROFILE = { gender: 'Female', birthDay: '1995-03-13' };

describe('paid renames', () => {
  let world: RoomWorld;
  after(() => world.close());

  it('are carried out once, although the reactor comes to them late', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late: Reactor = {
      ...applyRename,
      async react(event, models) {
        await released;
        return applyRename.react(event, models);
      },
    };
    world = await RoomWorld.start(heiheiEndpoints, [late]);
    const user = await world.person('原名', 35);
    const names = ['免费的名', '花钱的名', '更贵的名', '最后的名'];
    for (const displayName of names) await user.must('/api/user/update', { ...PROFILE, displayName });
    release();
    await world.settle();
    const renames = world.log.all.filter(({ data }) => (data as { renamed?: boolean }).renamed);
    expect(renames.map(({ data }) => (data as { displayName: string }).displayName)).to.deep.equal(names);
    const { result } = await user.must('/api/user/info', { uid: user.userId });
    expect(result).to.include({ modifyCount: 4, displayName: '最后的名', goldCount: 5 });
  });
});
