/**
 * An evening of people who came through four APIs: hei by heihei's, lin by LinkV's, ope by OpenIM's, lan by Lanying's. They are people
 * of one tenant, so they share a group, ring each other, and have the same wallets whoever asks.
 */
import { randomUUID } from 'node:crypto';
import type { Message } from '../test/support/client.ts';
import { PATIENCE_MS } from '../test/support/promises.ts';
import {
  devApp,
  ensure,
  ensureOnce,
  freePhones,
  grantByLinkv,
  isAction,
  LINKV_GOLD,
  linkvBackEnd,
  Phone,
  serverClock,
  title,
} from './support/demo-stage.ts';
import { LanyingBackEnd, LinkvImBackEnd, OpenimBackEnd } from './support/im-back-ends.ts';

/** A message between people or in a group, as sockets bring it. */
interface Im {
  fromUserId: number;
  msgType: string;
  groupId?: number;
  content: Record<string, unknown>;
  msgId: number;
}

const imOf = (message: Message): Im | null => (message.msgType === 'IM' ? (message.msg as Im) : null);
const isText = (text: string) => (message: Message) => imOf(message)?.content.text === text;
const textsOn = (client: Phone, channel: string) =>
  client.received.flatMap((message) => {
    const text = message.channel === channel && imOf(message)?.content.text;
    return typeof text === 'string' ? [text] : [];
  });

/** Tells members of a group that there is one (OpenIM, contentType). */
const CREATED = 502;

interface People {
  hei: Phone;
  /** Of heihei too: takes hei's second call. */
  mei: Phone;
  lin: Phone;
  ope: Phone;
  lan: Phone;
  linkv: LinkvImBackEnd;
  openim: OpenimBackEnd;
  lanying: LanyingBackEnd;
  /** What the servers of LinkV and OpenIM call each of the four: their own ids, or the decimal id in Salon. */
  uids: { hei: string; lin: string; ope: string; lan: string };
}

/** Plays it against the server; throws for what does not arrive. */
export async function eveningOfFourApis(): Promise<void> {
  title('Four APIs: each brings one of the people');
  const people = await peopleOfFourApis();
  const { hei, mei, lin, ope, lan } = people;
  await talkInGroup(people);
  await ringAcrossApis(people);
  await giveWhatLinkvGranted(people);
  ensureOnce([hei, mei, lin, ope, lan]);
  for (const client of [hei, mei, lin, ope, lan]) client.close();
  console.log('\nFour APIs, one group, one list and one wallet: all of it arrived, each message once.');
}

async function peopleOfFourApis(): Promise<People> {
  const [hei, mei, lin, ope, lan] = ['hei', 'mei', 'lin', 'ope', 'lan'].map((name) => new Phone(name)) as [
    Phone,
    Phone,
    Phone,
    Phone,
    Phone,
  ];
  const phones = freePhones();
  const suffix = randomUUID().slice(0, 8);
  await hei.signIn(String(phones), { displayName: `hei${suffix}` });
  await mei.signIn(String(phones + 1), { displayName: `mei${suffix}` });
  const linkv = new LinkvImBackEnd(await devApp(hei, 'linkv-im'), await serverClock(hei));
  const openim = new OpenimBackEnd(await devApp(hei, 'openim'));
  const lanying = new LanyingBackEnd(await devApp(hei, 'lanying'));
  const [linUid, opeUid] = [`lin_${suffix}`, `ope_${suffix}`];
  lin.hold(await linkv.token(linUid));
  ope.hold(await openim.register(opeUid, `ope${suffix}`));
  const registered = await lanying.register(`lan_${suffix}`);
  lan.hold(registered.token);
  lan.userId = registered.userId;
  for (const client of [hei, mei, lin, ope, lan]) {
    await client.connect();
  }
  const uids = { hei: String(hei.userId), lin: linUid, ope: opeUid, lan: String(lan.userId) };
  return { hei, mei, lin, ope, lan, linkv, openim, lanying, uids };
}

async function talkInGroup({ hei, lin, ope, lan, linkv, openim, lanying, uids }: People): Promise<void> {
  title("OpenIM's server makes a group of the four; each writes through the API that they came by");
  const members = [hei, lin, ope, lan];
  const groupId = await openim.createGroup('四方', uids.ope, [uids.hei, uids.lin, uids.lan]);
  const channel = `group:heihei.${groupId}`;
  const isCreated = (m: Message) => m.channel === channel && imOf(m)?.content.contentType === CREATED;
  for (const member of members) await member.waitFor('the group', isCreated);
  await eventually('Lanying lists other members', async () => {
    const ids = await lanying.members(groupId, lan.userId);
    return new Set(ids).size === 4 && ids.includes(hei.userId);
  });

  const said = { hei: '我从黑黑来', ope: '我从 OpenIM 来', lan: '我从蓝莺来' };
  await hei.api.message.sendIm({ groupId, msgType: 'text', text: said.hei });
  await openim.writeToGroup(uids.ope, groupId, said.ope);
  await lanying.writeToGroup(lan.userId, groupId, said.lan);
  for (const member of members) {
    for (const text of Object.values(said)) await member.waitFor(text, isText(text));
    const heard = textsOn(member, channel);
    ensure(heard.join() === Object.values(said).join(), `${member.name} heard in the group: ${heard.join()}`);
  }

  // LinkV's API writes to people alone.
  const toEach = [
    { to: hei, uid: uids.hei },
    { to: ope, uid: uids.ope },
    { to: lan, uid: uids.lan },
  ];
  for (const { to, uid } of toEach) {
    const text = `${to.name}，我从 LinkV 来`;
    await linkv.write(uids.lin, uid, text);
    for (const side of [to, lin]) await side.waitFor(text, isText(text));
  }

  title("hei's list has the group, and lin who wrote");
  await listedBy(hei, ({ groups: [group], messages: [last], unreadMsgCount }) => {
    const isGroupListed = group?.text === said.lan && group.unread === 2 && group.memberCount === 4;
    return isGroupListed && last?.text === `${hei.name}，我从 LinkV 来` && unreadMsgCount === 3;
  });
  await hei.api.message.readIm({ groupId });
  await listedBy(hei, ({ unreadMsgCount }) => unreadMsgCount === 1);
}

interface List {
  messages: { fromUserId: number; text: string | null; data: { type: string; count: number } }[];
  groups: { groupId: number; text: string | null; unread: number; memberCount: number }[];
  unreadMsgCount: number;
}

/** Waits until the list of somebody's messages is as awaited. */
async function listedBy(client: Phone, isAwaited: (list: List) => boolean): Promise<void> {
  await eventually(`${client.name}'s list is another`, async () => isAwaited(await client.api.message.messageList()));
}

/** Asks until it is so: what is read follows what was written by a moment. */
async function eventually(otherwise: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    ensure(Date.now() < deadline, otherwise);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Long enough for a talk: one of less than a second is none in the list. */
const TALK_MS = 1_500;

const isCallLine = (message: Message) => imOf(message)?.msgType === 'dueChat';

async function ringAcrossApis({ hei, lin }: People): Promise<void> {
  title('hei rings lin, whom LinkV brought, and rings off: both get the line of the call');
  const fromLin = hei.received.map(imOf).find((im) => im?.content.text === `${hei.name}，我从 LinkV 来`)!;
  const linId = fromLin.fromUserId;
  const { chatId } = await hei.api.chat.dueChat({ userId: linId });
  await lin.waitFor('the ring', isAction('due-chat-notify'));
  await hei.api.chat.cancelDueChat({ chatId });
  await lin.waitFor('the end of the ring', isAction('cancel-due-chat'));
  for (const side of [hei, lin]) await side.waitFor('the line of the call', isCallLine);
  await listedBy(hei, ({ messages }) => messages[0]?.fromUserId === linId && messages[0].data.type === 'post');
}

async function giveWhatLinkvGranted({ hei, mei }: People): Promise<void> {
  title("LinkV's server grants hei gold; in a talk hei gives mei a rose of it");
  const linkv = await linkvBackEnd(hei);
  const balance = await grantByLinkv(linkv, hei);
  ensure(balance === LINKV_GOLD, `hei has ${balance} gold`);
  const chatId = (await hei.api.chat.dueChat({ userId: mei.userId })).chatId;
  const isOf = (action: string) => (m: Message) => isAction(action)(m) && m.chatId === chatId;
  await mei.waitFor('the ring', isOf('due-chat-notify'));
  await mei.api.chat.acceptChat({ chatId, userId: hei.userId, type: 0 });
  for (const side of [hei, mei]) {
    await side.waitFor('join-chat', isOf('join-chat'));
    await side.api.chat.joinChat({ chatId });
  }
  await hei.waitFor('both there', (m) => isOf('chat-user-status')(m) && m.status === 1);
  const rose = { giftId: 103, gold: 10 };
  const gift = { chatId, giftId: rose.giftId, userId: mei.userId, gift_uuid: `four-${chatId}` };
  await hei.api.chat.buyGift(gift);
  await mei.waitFor('the gift', (m) => m.msgType === 'gift' && m.roomId === chatId && m.totalTicket === rose.gold);
  await new Promise((resolve) => setTimeout(resolve, TALK_MS));
  await hei.api.chat.stopChat({ chatId });
  for (const side of [hei, mei]) await side.waitFor('the line of the talk', (m) => isLineOf(m, hei, mei));
  await listedBy(mei, ({ messages }) => messages[0]?.fromUserId === hei.userId && messages[0].data.type === 'call');

  const left = balance - rose.gold;
  await eventually(`heihei and LinkV do not both say that hei has ${left} gold`, async () => {
    const { gold } = await hei.api.payment.statistic();
    return Number(gold) === left && (await linkv.balance(String(hei.userId))) === left;
  });
  await eventually(`mei did not earn ${rose.gold} points`, async () => {
    return Number((await mei.api.payment.statistic()).point) === rose.gold;
  });
  console.log(`hei: granted ${balance} by LinkV, holds ${left} in both APIs; mei earned ${rose.gold} points`);
}

/** The line of a talk of these two: in hei's socket another call's line came before it. */
function isLineOf(message: Message, from: Phone, to: Phone): boolean {
  const im = imOf(message) as (Im & { toUserId?: number }) | null;
  return im?.msgType === 'dueChat' && im.fromUserId === from.userId && im.toUserId === to.userId;
}
