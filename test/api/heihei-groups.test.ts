import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { MAX_IDS } from '../../api/heihei/groups/shapes.ts';
import type { Client } from '../support/client.ts';
import { RoomWorld } from '../support/room-world.ts';

describe('groups, in heihei’s form', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;
  let cid: Client;
  let groupId: number;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints);
  });
  after(() => world.close());
  beforeEach(async () => {
    [ann, bob, cid] = (await world.people(3)) as [Client, Client, Client];
    const { group } = await ann.must('/api/group/create-group', { name: '周末听歌', userIds: `${bob.userId}` });
    ({ groupId } = group as { groupId: number });
  });

  const rolesSeenBy = async (who: Client) => {
    const { members, totalSize } = await who.must('/api/group/members', { groupId });
    expect(totalSize).to.equal((members as unknown[]).length);
    return (members as { id: number; role: string }[]).map(({ id, role }) => [id, role]);
  };
  const code = async (who: Client, path: string, params: Record<string, string | number> = {}) =>
    (await who.call(`/api/group/${path}`, { groupId, ...params })).errorcode;

  it('are made by who then owns them, and say what became of each who was to be in them', async () => {
    const userIds = [bob.userId, ann.userId, 7, cid.userId, bob.userId].join(',');
    await cid.must('/api/user/block-user', { userId: ann.userId });
    const { group, invited } = await ann.must('/api/group/create-group', {
      name: '二群',
      userIds,
      introduction: '介绍',
    });
    expect(group).to.deep.include({ name: '二群', introduction: '介绍', ownerId: ann.userId, memberCount: 2 });
    expect(invited).to.deep.equal([
      { userId: bob.userId, result: 'added' },
      { userId: 7, result: 'unknown' },
      { userId: cid.userId, result: 'refused' },
    ]);
    const { groups } = await bob.must('/api/group/my-groups');
    expect(
      (groups as { group: { name: string }; role: string }[]).map(({ group, role }) => [group.name, role]),
    ).to.deep.equal([
      ['二群', 'member'],
      ['周末听歌', 'member'],
    ]);
  });

  it('are joined by invitation, and left; who is out reads nothing more', async () => {
    await bob.must('/api/group/invite', { groupId, userIds: `${cid.userId}` });
    await cid.must('/api/msg/send-im', { groupId, msgType: 'text', text: '我来了' });
    expect(await rolesSeenBy(cid)).to.deep.equal([
      [ann.userId, 'owner'],
      [bob.userId, 'member'],
      [cid.userId, 'member'],
    ]);
    await cid.must('/api/group/leave', { groupId });
    expect(await code(cid, 'group-info')).to.equal(506);
    expect((await cid.call('/api/msg/im-history', { groupId })).errorcode).to.equal(506);
    expect(await code(cid, 'join')).to.equal(711);
  });

  it('that are open are joined by anybody', async () => {
    const { group } = await ann.must('/api/group/create-group', { name: '大家来', isOpen: 1 });
    const open = { groupId: (group as { groupId: number }).groupId };
    await cid.must('/api/group/join', open);
    await cid.must('/api/group/join', open);
    expect((await cid.must('/api/group/group-info', open)).group).to.deep.include({ memberCount: 2, isOpen: true });
  });

  it('are renamed, run, handed over and ended by those who may', async () => {
    expect(await code(bob, 'change-group', { name: '我的群' })).to.equal(711);
    await ann.must('/api/group/change-group', { groupId, name: '新名字', notice: '周六八点' });
    await ann.must('/api/group/set-role', { groupId, userId: bob.userId, role: 'admin' });
    await bob.must('/api/group/change-group', { groupId, name: '管理员起的名' });
    const { group, role } = await bob.must('/api/group/group-info', { groupId });
    expect(group).to.deep.include({ name: '管理员起的名', notice: '周六八点' });
    expect(role).to.equal('admin');
    await ann.must('/api/group/transfer-group', { groupId, userId: bob.userId });
    expect(await code(ann, 'destroy-group')).to.equal(711);
    await bob.must('/api/group/destroy-group', { groupId });
    expect(await code(bob, 'group-info')).to.equal(733);
    expect((await ann.must('/api/group/my-groups')).groups).to.deep.equal([]);
  });

  it('are kicked out of by who runs them, not by others', async () => {
    await ann.must('/api/group/invite', { groupId, userIds: `${cid.userId}` });
    expect(await code(bob, 'kick', { userIds: `${cid.userId}` })).to.equal(711);
    const { kicked } = await ann.must('/api/group/kick', { groupId, userIds: `${cid.userId},${ann.userId},7` });
    expect(kicked).to.deep.equal([
      { userId: cid.userId, result: 'removed' },
      { userId: ann.userId, result: 'kept' },
      { userId: 7, result: 'stranger' },
    ]);
    expect(await rolesSeenBy(ann)).to.have.length(2);
  });

  it('list their members in pages', async () => {
    await ann.must('/api/group/invite', { groupId, userIds: `${cid.userId}` });
    const seen: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = await bob.must('/api/group/members', { groupId, after, limit: 2 });
      seen.push(...(page.members as { id: number }[]).map(({ id }) => id));
      after = page.next as number | null;
    }
    expect(seen).to.deep.equal([ann.userId, bob.userId, cid.userId]);
  });

  it('take lists of ids as they are meant, and nothing else', async () => {
    const many = Array.from({ length: MAX_IDS + 1 }, (_, n) => n + 1).join(',');
    for (const userIds of ['1,,2', 'a', '0', '-1', '1;2', '9999999999999999', many, '{"$ne":null}'])
      expect(await code(ann, 'invite', { userIds }), userIds.slice(0, 20)).to.equal(700);
    expect(await code(ann, 'create-group')).to.equal(700);
    expect(await code(cid, 'group-info')).to.equal(506);
    expect(await code(cid, 'group-info', { groupId: 12 })).to.equal(733);
  });
});
