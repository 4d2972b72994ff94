import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Actor } from '../../../application/actor.ts';
import type { MakeMeta } from '../../../application/commands.ts';
import { addFriends, answerFriend, removeFriend, requestFriend } from '../../../application/friends/friends.ts';
import { friendRequestsTo, friendsOf } from '../../../application/friends/lists.ts';
import { destroyGroup, transferGroup } from '../../../application/groups/changes.ts';
import { createGroup } from '../../../application/groups/create-group.ts';
import { APP_SERVER } from '../../../application/groups/group.ts';
import { groupsOf, membersOfGroup, showGroup } from '../../../application/groups/lists.ts';
import { inviteToGroup, leaveGroup, removeFromGroup } from '../../../application/groups/members.ts';
import { groupMessagesOf, groupReaders, readGroup, revokeInGroup } from '../../../application/messages/groups.ts';
import { conversationsOf, readInbox } from '../../../application/messages/inbox.ts';
import { sendMessage } from '../../../application/messages/send.ts';
import { writeForApp } from '../../../application/messages/send-for-app.ts';
import { sendToGroup } from '../../../application/messages/send-to-group.ts';
import { keyedCommandId } from '../../../domain/kernel/ids.ts';
import { channelsFrom } from '../../../realtime/read-model-ports.ts';
import { APP, RoomWorld } from '../../support/room-world.ts';

describe('groups', () => {
  let world: RoomWorld;
  let ann: Actor;
  let bob: Actor;
  let cid: Actor;
  let eve: Actor;
  const app: Actor = { appId: APP, userId: APP_SERVER };

  before(async () => {
    world = await RoomWorld.start([]);
  });
  beforeEach(async () => {
    const people = await world.people(4);
    const actors = people.map(({ userId }): Actor => ({ appId: APP, userId }));
    [ann, bob, cid, eve] = actors as [Actor, Actor, Actor, Actor];
  });
  after(() => world.close());

  const metaOf =
    ({ appId, userId }: Actor, key?: string): MakeMeta =>
    (purpose) => ({
      appId,
      actor: userId,
      at: world.clock.now(),
      commandId: key === undefined ? randomUUID() : keyedCommandId(appId, userId, purpose, key),
      keyed: key !== undefined,
    });
  const group = async (owner: Actor, ...others: Actor[]) => {
    const userIds = others.map(({ userId }) => userId);
    return (await createGroup(world.core, owner, { name: '一群人', userIds }, metaOf(owner))).group.groupId;
  };
  const say = (who: Actor, groupId: number, text: string, key?: string) =>
    sendToGroup(world.core, who, { groupId, content: { kind: 'text', text } }, metaOf(who, key));
  const invite = (by: Actor, groupId: number, ...people: Actor[]) =>
    inviteToGroup(world.core, by, { groupId, userIds: people.map(({ userId }) => userId) }, metaOf(by));
  const read = async (who: Actor, groupId: number) =>
    (await groupMessagesOf(world.core, who, { groupId, limit: 50 })).map(({ content }) =>
      content?.kind === 'text' ? content.text : null,
    );
  const unread = async (who: Actor) => (await conversationsOf(world.core, who)).unread;
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'ok',
      ({ code }: { code: string }) => code,
    );

  it('show a new member what is said from joining on, and who was removed nothing more', async () => {
    const groupId = await group(ann, bob);
    await say(ann, groupId, '一');
    const { outcomes } = await invite(bob, groupId, cid, ann, { appId: APP, userId: 404 });
    expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(['added', 'member', 'unknown']);
    await say(bob, groupId, '二');
    expect(await read(ann, groupId)).to.deep.equal(['二', '一']);
    expect(await read(cid, groupId)).to.deep.equal(['二']);
    expect([await unread(ann), await unread(bob), await unread(cid)]).to.deep.equal([1, 1, 1]);

    await removeFromGroup(world.core, ann, { groupId, userIds: [bob.userId, eve.userId, ann.userId] }, metaOf(ann));
    expect(await codeOf(read(bob, groupId))).to.equal('NotInGroup');
    expect(await codeOf(say(bob, groupId, '三'))).to.equal('NotInGroup');
    expect(await unread(bob)).to.equal(0);
    await say(ann, groupId, '四');
    await invite(cid, groupId, bob);
    expect(await read(bob, groupId)).to.deep.equal([]);
  });

  it('count what is unread when somebody looks: the last message less what they read and wrote', async () => {
    const groupId = await group(ann, bob, cid);
    const second = await group(cid, bob);
    for (const text of ['一', '二', '三']) await say(ann, groupId, text);
    await say(bob, groupId, '四');
    await say(cid, second, '五');
    await sendMessage(world.core, ann, { toUserId: bob.userId, content: { kind: 'text', text: '六' } }, metaOf(ann));
    const list = await conversationsOf(world.core, bob);
    expect(list.groups.map((entry) => [entry.group.groupId, entry.unread])).to.deep.equal([
      [second, 1],
      [groupId, 3],
    ]);
    expect([list.unread, await unread(ann), await unread(cid)]).to.deep.equal([5, 1, 4]);
    await readGroup(world.core, bob, { groupId }, metaOf(bob));
    expect(await unread(bob)).to.equal(2);
    await say(ann, groupId, '七');
    await say(bob, groupId, '八');
    expect(await unread(bob)).to.equal(3);
    await readInbox(world.core, bob, metaOf(bob));
    expect(await unread(bob)).to.equal(0);
    expect(await unread(cid)).to.equal(6);
  });

  it('write nothing for their members when somebody writes', async () => {
    const groupId = await group(ann, bob, cid);
    const before = world.log.all.length;
    await say(ann, groupId, '一');
    expect(world.log.all.slice(before).map(({ type }) => type)).to.deep.equal(['GroupMessageSent']);
  });

  it('send a keyed message once, also when its writer has left since', async () => {
    const groupId = await group(ann, bob);
    const first = await say(bob, groupId, '一', 'key');
    await leaveGroup(world.core, bob, { groupId }, metaOf(bob));
    expect((await say(bob, groupId, '一', 'key')).messageId).to.equal(first.messageId);
    expect(await read(ann, groupId)).to.deep.equal(['一']);
  });

  it('hand over when the owner leaves, and end with the last member', async () => {
    const groupId = await group(ann, bob);
    await leaveGroup(world.core, ann, { groupId }, metaOf(ann));
    expect((await showGroup(world.core, bob, { groupId })).role).to.equal('owner');
    await leaveGroup(world.core, bob, { groupId }, metaOf(bob));
    expect(await codeOf(showGroup(world.core, app, { groupId }))).to.equal('GroupNotFound');
    expect(await groupsOf(world.core, bob)).to.deep.equal([]);
  });

  it('let their owner hand over and destroy, and an app’s server do everything', async () => {
    const groupId = await group(ann, bob);
    await transferGroup(world.core, ann, { groupId, toUserId: bob.userId }, metaOf(ann));
    expect(await codeOf(destroyGroup(world.core, ann, { groupId }, metaOf(ann)))).to.equal('NotGroupOwner');
    await invite(app, groupId, eve);
    await destroyGroup(world.core, app, { groupId }, metaOf(app));
    for (const attempt of [say(bob, groupId, '一'), read(eve, groupId), invite(app, groupId, cid)])
      expect(await codeOf(attempt)).to.equal('GroupNotFound');
    expect(await groupsOf(world.core, eve)).to.deep.equal([]);
  });

  it('list members by the time of joining, in pages', async () => {
    const groupId = await group(ann, bob);
    await invite(ann, groupId, cid, eve);
    const first = await membersOfGroup(world.core, ann, { groupId, limit: 3 });
    const rest = await membersOfGroup(world.core, ann, { groupId, limit: 3, after: first.next! });
    const ids = [...first.members, ...rest.members].map(({ member }) => member.userId);
    expect(ids).to.deep.equal([ann, bob, cid, eve].map(({ userId }) => userId));
    expect([first.total, rest.next]).to.deep.equal([4, null]);
  });

  it('count who has read a message, and take messages back for their writer and whoever runs the group', async () => {
    const groupId = await group(ann, bob, cid);
    const { messageId } = await say(bob, groupId, '一');
    await readGroup(world.core, cid, { groupId }, metaOf(cid));
    expect(await groupReaders(world.core, bob, { groupId, messageId })).to.deep.equal({ count: 1, isMore: false });
    expect(await codeOf(revokeInGroup(world.core, cid, { groupId, messageId }, metaOf(cid)))).to.equal(
      'MessageNotRevocable',
    );
    await revokeInGroup(world.core, ann, { groupId, messageId }, metaOf(ann));
    expect(await read(cid, groupId)).to.deep.equal([]);
  });

  it('take what an app’s server writes, in a person’s name and in its own, to groups and people', async () => {
    const groupId = await group(ann, bob);
    const content = { kind: 'text', text: '通知' } as const;
    for (const fromUserId of [ann.userId, APP_SERVER]) {
      await writeForApp(world.core, APP, { fromUserId, to: { groupId }, content, input: 1 }, metaOf(app));
      const to = { userId: bob.userId };
      await writeForApp(world.core, APP, { fromUserId, to, content, input: 1 }, metaOf(app));
    }
    expect(await unread(bob)).to.equal(4);
    expect(await unread(ann)).to.equal(1);
  });

  it('are channels of their members, with what came after they joined', async () => {
    const groupId = await group(ann, bob);
    await say(ann, groupId, '一');
    await invite(ann, groupId, cid);
    const channels = channelsFrom(world.core.models, () => world.clock.now());
    const of = async ({ appId, userId }: Actor) => channels({ appId, userId, sessionId: 's' }, await world.log.head());
    const channel = `group:${APP}.${groupId}`;
    const joined = world.log.all.findLast(({ type }) => type === 'GroupMembersAdded')!.position;
    expect((await of(cid)).on).to.deep.equal([channel]);
    expect((await of(cid)).since?.get(channel)).to.equal(joined);
    await removeFromGroup(world.core, ann, { groupId, userIds: [cid.userId] }, metaOf(ann));
    expect((await of(cid)).on).to.deep.equal([]);
  });
});

describe('friends', () => {
  let world: RoomWorld;
  let ann: Actor;
  let bob: Actor;

  before(async () => {
    world = await RoomWorld.start([]);
  });
  beforeEach(async () => {
    const [a, b] = await world.people(2);
    [ann, bob] = [a!, b!].map(({ userId }): Actor => ({ appId: APP, userId })) as [Actor, Actor];
  });
  after(() => world.close());

  const metaOf =
    ({ appId, userId }: Actor): MakeMeta =>
    () => ({ appId, actor: userId, at: world.clock.now(), commandId: randomUUID() });
  const ask = (from: Actor, to: Actor, text = '') =>
    requestFriend(world.core, from, { targetId: to.userId, text }, metaOf(from));
  const answer = (who: Actor, from: Actor, isAccepted: boolean) =>
    answerFriend(world.core, who, { askerId: from.userId, isAccepted }, metaOf(who));
  const listOf = async (who: Actor) => (await friendsOf(world.core, who)).map(({ card }) => card.userId);

  it('come to be by a request that is accepted, in both lists, and end in both', async () => {
    await ask(ann, bob, '我是安');
    expect((await friendRequestsTo(world.core, bob)).map(({ text }) => text)).to.deep.equal(['我是安']);
    await answer(bob, ann, true);
    expect([await listOf(ann), await listOf(bob)]).to.deep.equal([[bob.userId], [ann.userId]]);
    expect(await friendRequestsTo(world.core, bob)).to.deep.equal([]);
    await removeFriend(world.core, bob, { targetId: ann.userId }, metaOf(bob));
    expect([await listOf(ann), await listOf(bob)]).to.deep.equal([[], []]);
  });

  it('do not come to be by one that is refused, and do by two requests that cross', async () => {
    await ask(ann, bob);
    await answer(bob, ann, false);
    expect(await listOf(ann)).to.deep.equal([]);
    await ask(ann, bob);
    expect((await ask(bob, ann)).isFriend).to.equal(true);
    expect([await listOf(ann), await listOf(bob)]).to.deep.equal([[bob.userId], [ann.userId]]);
  });

  it('are added by an app’s server, which is told of each', async () => {
    const given = { ownerId: ann.userId, honoursBlocks: true };
    const add = async (userIds: number[], allOrNone: boolean) =>
      (await addFriends(world.core, APP, { ...given, userIds, allOrNone }, metaOf(ann))).outcomes.map(
        ({ outcome }) => outcome,
      );
    expect(await add([bob.userId, 404, ann.userId], true)).to.deep.equal(['added', 'unknown', 'self']);
    expect(await listOf(bob)).to.deep.equal([]);
    expect(await add([bob.userId, 404, ann.userId], false)).to.deep.equal(['added', 'unknown', 'self']);
    expect([await listOf(ann), await listOf(bob)]).to.deep.equal([[bob.userId], [ann.userId]]);
    expect(await add([bob.userId], true)).to.deep.equal(['friend']);
  });
});
