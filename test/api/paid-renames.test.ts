import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { verifyLedger } from '../../projections/verify-ledger.ts';
import type { Reactor } from '../../workers/reactor.ts';
import { applyRename } from '../../workers/reactors/renames.ts';
import { RoomWorld } from '../support/room-world.ts';

const PROFILE = { gender: 'Female', birthDay: '1995-03-13' };

describe('paid renames', () => {
  let world: RoomWorld;
  afterEach(() => world.close());

  it('never outnumber their payments, however many race', async () => {
    world = await RoomWorld.start(heiheiEndpoints, [applyRename]);
    const user = await world.person('原名', 1_000);
    const rename = (displayName: string) => user.call('/api/user/update', { ...PROFILE, displayName });
    await rename('免费的名');
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 60 }, (_, n) => rename(n % 2 === 0 ? '名字甲' : ' 名字乙 ')));
    }
    await world.settle();
    const events = world.log.all;
    const renames = events.filter(({ data }) => (data as { renamed?: boolean }).renamed).length - 1;
    const payments = events.filter(({ type }) => type === 'RenameBought').length;
    expect(renames).to.be.at.least(2).and.at.most(payments);
    expect((await verifyLedger(world.log)).violations).to.deep.equal([]);
    const { user: account } = await user.must('/api/user/user-gold');
    expect(account).to.include({ gold: 1_000 - 10 * payments });
  });

  it('are carried out once, although the reactor comes to them late', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late: Reactor = {
      ...applyRename,
      on: {
        async RenameBought(event, models) {
          await released;
          return applyRename.on.RenameBought?.(event, models) ?? [];
        },
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
