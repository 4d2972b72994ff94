import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { MakeMeta } from '../../application/commands.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { leaveGroup } from '../../application/groups/members.ts';
import { readGroup } from '../../application/messages/groups.ts';
import { sendToGroup } from '../../application/messages/send-to-group.ts';
import { devicesDecider } from '../../domain/devices/decider.ts';
import { devicesStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { Client } from '../support/client.ts';
import { APP, PushWorld } from '../support/push-world.ts';

const MIB = 1024 * 1024;

describe('phones and notifications', () => {
  let world: PushWorld;
  let host: Client;
  let liveId: number;

  before(async () => {
    world = await PushWorld.start();
    host = await world.room.person('队长');
    liveId = await world.room.room(host);
  });
  after(() => world.close());

  const invite = (who: Client, by = host, into = liveId) =>
    by.must('/api/live/invite-user', { liveId: into, userId: who.userId });
  const phonesOf = async ({ userId }: Client) => {
    const { state } = await world.room.core.commands.load(devicesDecider, devicesStream(APP, userId));
    return [...state.devices.values()].map(({ token }) => token);
  };

  it('an invitation for somebody without a socket comes to their phone, as documented, and once', async () => {
    const guest = await world.room.person('客人');
    await world.phone(guest, 'a phone', { deveiceType: 'ios', apnsType: 'apns' });
    await invite(guest);
    await world.settled();
    const [push, ...more] = world.recorded.of(guest.userId);
    expect(more).to.deep.equal([]);
    const invited = world.room.log.all.find(
      ({ type, data }) => type === 'ViewerInvited' && data.userId === guest.userId,
    );
    const liveKey = (invited!.data as { invitationKey: string }).invitationKey;
    expect(push).to.deep.include({ userId: guest.userId, provider: 'apns' });
    // heihei, 邀请好友: 推送消息结构.
    const text = '队长"队长"想邀请你加入队伍，是否加入？';
    expect(push!.payload).to.deep.equal({
      fromUserId: host.userId,
      text,
      clientid: 'a phone',
      link: `wmlivesheihei://live?id=${liveId}&liveKey=${liveKey}`,
      data: {},
      fromUserName: '队长',
      title: text,
      gender: 'Female',
      deviceType: 'ios',
      msgId: invited!.position * 8,
      action: 'live-invite',
    });
    expect(await world.rung()).to.deep.equal(['a phone']);
    expect(world.outcomes(guest)).to.deep.equal(['sent']);
  });

  it('a start comes to the phones of those who follow the host, and of nobody else', async () => {
    const star = await world.room.person('开播的');
    const [fan, other, bare, blocked] = (await world.room.people(4)) as [Client, Client, Client, Client];
    for (const one of [fan, bare, blocked]) await one.must('/api/user/follow', { userId: star.userId });
    await world.phone(fan, 'fan 1');
    await world.phone(fan, 'fan 2');
    await world.phone(other, 'other');
    await world.phone(blocked, 'blocked');
    await blocked.must('/api/user/block-user', { userId: star.userId });
    const started = await world.room.room(star);
    expect((await world.rung()).sort()).to.deep.equal(['fan 1', 'fan 2']);
    const [push] = world.recorded.of(fan.userId);
    expect(push!.payload).to.deep.include({
      action: 'live',
      link: `wmlives_heihei://live?id=${started}`,
      text: '您关注的开播的开播了',
    });
  });

  it('the phones of somebody who is erased are forgotten: nothing comes to them, until somebody else signs in there', async () => {
    const [star, gone, next] = (await world.room.people(3)) as [Client, Client, Client];
    for (const one of [gone, next]) await one.must('/api/user/follow', { userId: star.userId });
    await world.phone(gone, 'of the erased 1');
    await world.phone(gone, 'of the erased 2');
    const erase = { type: 'ErasePerson', reason: 'own-wish' } as const;
    await world.room.run(userDecider, userStream(APP, gone.userId), erase, gone.userId);
    await world.room.settle();
    expect(await phonesOf(gone)).to.deep.equal([]);
    await world.room.room(star);
    expect(await world.rung()).to.deep.equal([]);
    await world.phone(next, 'of the erased 1');
    await invite(next);
    expect(await world.rung()).to.deep.equal(['of the erased 1']);
    expect(world.recorded.of(gone.userId)).to.deep.equal([]);
  });

  it('a call rings on the phone, with a link that accepts it, while it rings', async () => {
    const [ann, bob] = [await world.room.person('张 三&'), await world.room.person('约聊的')];
    await world.phone(bob, 'ringing');
    const call = async () => Number((await ann.must('/api/chat/due-chat', { userId: bob.userId })).chatId);
    const chatId = await call();
    await world.settled();
    const [push] = world.recorded.of(bob.userId);
    const { link, action, fromUserId } = push!.payload as { link: string; action: string; fromUserId: number };
    expect([action, fromUserId]).to.deep.equal(['duechat', ann.userId]);
    const [place, query] = link.split('?');
    expect(place).to.equal('wmlives_heihei://acceptchat');
    expect(Object.fromEntries(new URLSearchParams(query))).to.deep.equal({
      ...{ chatId: String(chatId), type: '0', userId: String(ann.userId) },
      ...{ fromUserName: '张 三&', gender: 'Female' },
    });
    world.provider = () => Promise.reject(new Error('the provider is away'));
    await ann.must('/api/chat/cancel-due-chat', { chatId });
    await world.rung();
    const second = await call();
    await world.room.settle();
    await ann.must('/api/chat/cancel-due-chat', { chatId: second });
    expect(await world.rung()).to.deep.equal([]);
    world.provider = async () => 'sent';
    expect(world.outcomes(bob)).to.deep.equal(['sent', 'skipped']);
  });

  it('a message comes to the receiver’s phone with its beginning, one a conversation until it is read', async () => {
    const [writer, reader] = (await world.room.people(2)) as [Client, Client];
    await world.phone(reader, 'reader');
    await world.phone(writer, 'writer');
    const write = (params: Record<string, string>) =>
      writer.must('/api/msg/send-im', { toUserId: reader.userId, msgType: 'text', ...params });
    await write({ text: '在吗' });
    await write({ text: '在？' });
    await world.settled();
    await reader.must('/api/msg/read-im', { userId: writer.userId });
    await write({ text: '长'.repeat(300) });
    await write({ text: '在？' });
    await world.settled();
    await reader.must('/api/msg/message-read-all');
    const pushes = world.recorded.of(reader.userId).map(({ payload }) => payload);
    expect(pushes.map(({ text }) => text)).to.deep.equal([`观众1：在吗`, `观众1：${'长'.repeat(100)}…`]);
    const msgIds = world.room.log.all.filter(({ type }) => type === 'MessageSent').map(({ position }) => position * 8);
    expect(pushes.map(({ msgId }) => msgId)).to.deep.equal([msgIds[0], msgIds[2]]);
    expect(pushes[0]).to.deep.include({
      action: 'message',
      link: 'wmlives_heihei://message',
      fromUserId: writer.userId,
    });
    const collapse = new Set(world.sent.splice(0).map(({ notification }) => notification.collapseId));
    expect([...collapse]).to.deep.equal([`message-${writer.userId}`]);
    expect(world.recorded.of(writer.userId)).to.deep.equal([]);
  });

  it('a message to a group comes to its members’ phones, one until each has read it, and to no writer or former member', async () => {
    const [writer, reader, lazy, former] = (await world.room.people(4)) as [Client, Client, Client, Client];
    const people = [writer, reader, lazy, former];
    for (const [n, one] of people.entries()) await world.phone(one, `member ${n}`);
    const { core, clock } = world.room;
    const actorOf = ({ userId }: Client) => ({ appId: APP, userId });
    const metaOf = (who: Client): MakeMeta => {
      return () => ({ ...{ appId: APP, actor: who.userId, at: clock.now() }, commandId: randomUUID() });
    };
    const userIds = people.map(({ userId }) => userId);
    const given = { name: '一群人', userIds };
    const { group } = await createGroup(core, actorOf(writer), given, metaOf(writer));
    const { groupId } = group;
    await leaveGroup(core, actorOf(former), { groupId }, metaOf(former));
    const say = (text: string) =>
      sendToGroup(core, actorOf(writer), { groupId, content: { kind: 'text', text } }, metaOf(writer));
    await say('一');
    expect((await world.rung()).sort()).to.deep.equal(['member 1', 'member 2']);
    await say('二');
    expect(await world.rung()).to.deep.equal([]);
    await readGroup(core, actorOf(reader), { groupId }, metaOf(reader));
    await say('三');
    expect(await world.rung()).to.deep.equal(['member 1']);
    expect(world.recorded.of(lazy.userId)).to.have.length(1);
  });

  it('goes to nobody who is online, has switched it off, has signed out, or whom the sender may not reach', async () => {
    const ring = async (who: Client) => {
      await invite(who);
      return world.rung();
    };
    const [online, off, out, banned, kicked] = (await world.room.people(5)) as [Client, Client, Client, Client, Client];
    for (const [n, one] of [online, off, out, banned, kicked].entries()) await world.phone(one, `phone ${n}`);
    world.online.came(APP, online.userId);
    expect(await ring(online)).to.deep.equal([]);
    expect(world.outcomes(online)).to.deep.equal(['skipped']);
    world.online.left(APP, online.userId);
    expect(await ring(online)).to.deep.equal(['phone 0']);

    await off.must('/api/user/update-config', { push_enable: '0' });
    expect(await ring(off)).to.deep.equal([]);
    expect((await off.must('/api/user/info', { uid: off.userId })).result).to.deep.include({
      attribute: { push_enable: '0' },
    });
    await off.must('/api/user/update-config', { push_enable: '1' });
    expect(await ring(off)).to.deep.equal(['phone 1']);

    await out.must('/api/user/sign-out');
    await world.room.settle();
    expect(await ring(out)).to.deep.equal([]);
    expect(await phonesOf(out)).to.deep.equal([]);

    await invite(banned);
    await world.rung();
    const ban = { type: 'BanUser', reason: 'test' } as const;
    await world.room.run(userDecider, `user-${APP}.${banned.userId}`, ban);
    await world.room.settle();
    expect(await phonesOf(banned)).to.deep.equal([]);
  });

  it('does not go where somebody else has signed in since', async () => {
    const [first, second] = (await world.room.people(2)) as [Client, Client];
    await world.phone(first, 'shared');
    await world.phone(second, 'shared');
    await invite(first);
    await invite(second);
    await world.settled();
    expect(world.recorded.of(first.userId)).to.deep.equal([]);
    expect(world.recorded.of(second.userId)).to.have.length(1);
    expect(await phonesOf(first)).to.deep.equal([]);
    await world.phone(first, 'shared');
    await world.room.settle();
    expect([await phonesOf(first), await phonesOf(second)]).to.deep.equal([['shared'], []]);
    world.sent.length = 0;
  });

  it('is tried again while a provider fails, leaves out phones that were served, and forgets dead ones', async () => {
    const guest = await world.room.person('三部手机');
    for (const token of ['good', 'failing', 'dead']) await world.phone(guest, token);
    let failures = 1;
    const asked: string[] = [];
    world.provider = async ({ token }) => {
      asked.push(token);
      if (token === 'failing' && failures-- > 0) throw new Error('the provider is away');
      return token === 'dead' ? 'dead' : 'sent';
    };
    await invite(guest);
    await world.settled();
    world.provider = async () => 'sent';
    world.sent.length = 0;
    expect(asked.sort()).to.deep.equal(['dead', 'failing', 'failing', 'good']);
    expect(world.outcomes(guest)).to.deep.equal(['sent']);
    expect(await phonesOf(guest)).to.deep.equal(['good', 'failing']);
  });

  it('ends unsent when it has expired, and when the live is over', async () => {
    const guest = await world.room.person('来晚的');
    await world.phone(guest, 'late');
    world.provider = () => Promise.reject(new Error('the provider is away'));
    const other = await world.room.person('下播的');
    const short = await world.room.room(other);
    await invite(guest, other, short);
    await other.must('/api/live/stop-live', { liveId: short });
    expect(await world.rung()).to.deep.equal([]);
    expect(world.outcomes(guest)).to.deep.equal(['skipped']);
    await invite(guest);
    await world.room.settle();
    world.room.clock.advance(10 * 60_000);
    expect(await world.rung()).to.deep.equal([]);
    expect(world.outcomes(guest)).to.deep.equal(['skipped', 'expired']);
    world.provider = async () => 'sent';
  });

  it('is registered by init as well, which never fails for it', async () => {
    const guest = await world.room.person('初始化');
    const device = { ap: 'heihei', version: '1.0', local: 'zh_CN', uuid: 'u', apiVersion: '1', deveiceType: 'iOS' };
    const phone = { ...device, apnsType: 'apns', apnsToken: 'by init' };
    const anyone = new Client(world.room.url, 'anyone');
    await anyone.must('/api/init', phone);
    await anyone.must('/api/init', { ...phone, token: 'nonsense' });
    await guest.must('/api/init', { ...phone, apnsType: 'pigeon' });
    expect(await phonesOf(guest)).to.deep.equal([]);
    await guest.must('/api/init', phone);
    expect(await phonesOf(guest)).to.deep.equal(['by init']);
    await invite(guest);
    expect(await world.rung()).to.deep.equal(['by init']);
  });

  it('refuses wrong phones and switches by naming the parameter, and registers at most 60 times an hour', async () => {
    const guest = await world.room.person('太频繁');
    const path = '/api/user/push-device-info';
    const right = { uuid: 'u', apnsType: 'jpush', apnsToken: 't', deveiceType: 'ios' };
    for (const wrong of [
      { uuid: '' },
      { uuid: 'u'.repeat(129) },
      { apnsType: 'fcm' },
      { apnsToken: '' },
      { deveiceType: 'web' },
    ]) {
      const { errorcode, errormsg } = await guest.call(path, { ...right, ...wrong } as Record<string, string>);
      expect([errorcode, errormsg]).to.deep.equal([700, `参数错误: ${Object.keys(wrong)[0]}`]);
    }
    for (const push_enable of ['', '2', 'true', '01']) {
      expect((await guest.call('/api/user/update-config', { push_enable })).errorcode).to.equal(700);
    }
    for (let n = 0; n < 60; n++) await guest.must(path, { ...right, apnsToken: `t${n}` });
    expect((await guest.call(path, right)).errorcode).to.equal(400);
    await guest.must(path, { ...right, apnsToken: 't59' });
    world.room.clock.advance(3600_000);
    await guest.must(path, right);
    expect(await phonesOf(guest)).to.deep.equal(['t']);
  });

  it('tells an app its switch, its counters, and what the server expects', async () => {
    const [one, fan] = (await world.room.people(2)) as [Client, Client];
    await fan.must('/api/user/follow', { userId: one.userId });
    await fan.must('/api/msg/send-im', { toUserId: one.userId, msgType: 'text', text: '你好' });
    await world.room.settle();
    const { configuration, countings } = await one.must('/api/user/get-config');
    expect(configuration).to.deep.equal({
      user: { push_enable: '1' },
      sys: {
        ...{ heartBeat: 15, callExpire: 30, chatHeartBeat: 5, dueChatExpire: 15, maxTextChars: 500 },
        uploadMaxBytes: { avatar: 5 * MIB, image: 10 * MIB, audio: 10 * MIB, video: 50 * MIB },
      },
    });
    expect(countings).to.deep.equal({ unreadMsgCount: 1, followerCount: 1, followingCount: 0 });
  });
});
