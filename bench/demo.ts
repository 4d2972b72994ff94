/**
 * The whole evening against a running server: a host, three viewers and their real Socket.IO clients, and the back end of an app
 * that grants gold through LinkV live's API. One line per request and per received message; at the end the ledger. Then an evening
 * of people who came through four APIs (demo-evening.ts). Exit code 0 only if everything documented arrived and the ledger adds up.
 */
import type { CaughtUp } from '../sdk/index.ts';
import { type Message, nameOf } from '../test/support/client.ts';
import { mp3, png } from '../test/support/sample-files.ts';
import { sendRecord, uploaded } from '../test/support/uploads.ts';
import { eveningOfFourApis } from './demo-evening.ts';
import { buyGold } from './demo-orders.ts';
import { payHost } from './demo-payout.ts';
import { speakAboutTopic } from './demo-topics.ts';
import {
  BASE_URL,
  codeOf,
  ensure,
  ensureOnce,
  freePhones,
  grantByLinkv,
  isAction,
  isType,
  LINKV_GOLD,
  linkvBackEnd,
  Phone,
  printLine,
  title,
} from './support/demo-stage.ts';

/** A phone's push service takes a moment; dev mode keeps what it would have been given. */
const PUSH_TIMEOUT_MS = 30_000;

/** Every kind of message that this evening must bring. */
const EXPECTED = [
  'text',
  'gift',
  'barrage',
  'like',
  'system',
  'toast',
  'counters',
  'action:conference-notify',
  'action:join-conference',
  'action:conference-status',
  'action:stop-conference',
  'action:show-tip',
  'action:start-live-notify',
  'action:live-change',
  'action:stop-live',
  'action:shutup-user',
  'action:shutup-open-user',
  'action:live-invite',
  'action:quit-live',
  'action:due-chat-notify',
  'action:cancel-due-chat',
  'action:join-chat',
  'action:chat-user-status',
  'action:chat-topic',
  'action:pause-chat',
  'action:goon-chat',
];

/** The notification that somebody's phone gets of this kind; waits for it. */
async function pushTo(client: Phone, action: string): Promise<Record<string, unknown>> {
  const deadline = Date.now() + PUSH_TIMEOUT_MS;
  for (;;) {
    const response = await fetch(`${BASE_URL}/dev/pushes?userId=${client.userId}`, {
      headers: { 'X-Dev-Key': client.devKey },
    });
    const { pushes } = (await response.json()) as { pushes: { payload: Record<string, unknown> }[] };
    const found = pushes.find(({ payload }) => payload.action === action);
    if (found) {
      const { text, link } = found.payload;
      printLine(client.name, `⇠ push:${action}  text=${JSON.stringify(text)} link=${link}`);
      return found.payload;
    }
    ensure(Date.now() < deadline, `${client.name}'s phone was not notified`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Ann's call is refused; Cat's is accepted: a talk with a topic, a pause and a gift. Returns the gold that was given. */
async function talkOfTwo(ann: Phone, bob: Phone, cat: Phone): Promise<number> {
  const refused = (await ann.api.chat.dueChat({ userId: bob.userId })).chatId;
  const isOf = (chatId: number, action: string) => (m: Message) => isAction(action)(m) && m.chatId === chatId;
  await bob.waitFor('the ring', isOf(refused, 'due-chat-notify'));
  await bob.api.chat.cancelDueChat({ chatId: refused });
  await ann.waitFor('the refusal', isOf(refused, 'cancel-due-chat'));

  const chatId = (await cat.api.chat.dueChat({ userId: bob.userId })).chatId;
  await bob.waitFor('the ring', isOf(chatId, 'due-chat-notify'));
  ensure((await codeOf(ann.api.chat.dueChat({ userId: bob.userId }))) === 739, 'bob is called by two');
  await bob.api.chat.acceptChat({ chatId, userId: cat.userId, type: 0 });
  for (const side of [cat, bob]) {
    await side.waitFor('join-chat', isOf(chatId, 'join-chat'));
    const { token } = await side.api.chat.joinChat({ chatId });
    ensure(token.roomToken.split('.').length === 3, 'no RTC token');
  }
  await cat.waitFor('both there', (m) => isOf(chatId, 'chat-user-status')(m) && m.status === 1);
  for (const side of [cat, bob]) await side.api.chat.heartBeat({ chatId });
  await bob.api.chat.changeTopic({ chatId });
  await cat.waitFor('a topic', isOf(chatId, 'chat-topic'));
  await bob.api.chat.pauseChat({ chatId });
  await cat.waitFor('the pause', isOf(chatId, 'pause-chat'));
  await bob.api.chat.continueChat({ chatId });
  await cat.waitFor('bob is back', isOf(chatId, 'goon-chat'));
  const rose = { giftId: 103, gold: 10 };
  await cat.api.chat.buyGift({
    chatId,
    giftId: rose.giftId,
    userId: bob.userId,
    gift_uuid: `chat-${chatId}`,
  });
  await bob.waitFor('the gift', (m) => isType('gift')(m) && m.roomId === chatId && m.totalTicket === rose.gold);
  await cat.api.chat.stopChat({ chatId });
  await bob.waitFor('the end', (m) => isOf(chatId, 'chat-user-status')(m) && m.status === 2);
  return rose.gold;
}

async function evening(): Promise<void> {
  const phoneBase = freePhones();
  const [host, ann, bob, cat] = ['host', 'ann', 'bob', 'cat'].map((name) => new Phone(name)) as [
    Phone,
    Phone,
    Phone,
    Phone,
  ];
  const viewers = [ann, bob, cat];
  const everyone = [host, ...viewers];

  title('The server says what it serves');
  const init = await host.api.sys.init({
    ap: 'heihei',
    version: '2.0.0',
    local: 'zh_CN',
    uuid: 'demo',
    apiVersion: '1.0',
    deveiceType: 'android',
  });
  ensure(init.live.joinLive.startsWith('http'), 'init names no absolute URLs');

  title('Four people sign in with their phones');
  const suffix = String(phoneBase).slice(-4);
  for (const [index, client] of everyone.entries()) {
    await client.signIn(String(phoneBase + index), { displayName: `${client.name}${suffix}` });
  }
  await ann.api.user.followUser({ userId: host.userId });
  for (const client of everyone) await client.connect();

  title('The host uploads a picture and a song; ann hears it');
  const name = `${host.name}${suffix}`;
  const sign = await uploaded(host, png(), 'png', 'avatar');
  await host.api.user.updateUser({ displayName: name, gender: 'Female', birthDay: '1995-03-13', sign });
  const { result } = await ann.api.user.userInfo({ uid: host.userId });
  const picture = await fetch(result.coverUrl);
  ensure(picture.headers.get('content-type') === 'image/png', "the host's picture is not shown");
  const taken = await sendRecord(host, { file: mp3(5) });
  ensure(taken.errorcode === 0, `the song was not taken: ${taken.errorcode} ${taken.errormsg}`);
  const { data } = await ann.api.record.refreshRecord({ score: 0 });
  const song = data.records.find(({ userId }) => userId === host.userId);
  ensure(song, 'ann does not find the song');
  const { record } = await ann.api.record.readRecord({ recordId: song.recordId });
  const sound = await fetch(record.recordPath);
  ensure(sound.headers.get('content-type') === 'audio/mpeg', 'ann does not hear the song');

  title('The host opens a room; a follower is told');
  const created = await host.api.live.createLive({ title: '清水出芙蓉' });
  const { liveId, roomId } = created.live;
  await host.api.live.startLive({ liveId });
  await ann.waitFor('start-live-notify', isAction('start-live-notify'));
  for (const viewer of viewers) await viewer.api.live.joinLive({ liveId });
  await host.waitFor('a counters object with all four', (m) => nameOf(m) === 'counters' && m.totalCount === 4);
  const list = await ann.api.live.listLiveByRecommend();
  ensure(
    list.lives.some((live) => live.liveId === liveId),
    'the live is not recommended',
  );

  title('They talk');
  await host.api.message.sendMsg({ liveId, roomId, text: '大家好' });
  for (const viewer of viewers) await viewer.api.message.sendMsg({ liveId, roomId, text: `${viewer.name} 来了` });
  for (const client of everyone) {
    await client.waitFor('all four texts', () => client.received.filter(isType('text')).length === 4);
  }
  await bob.api.live.liveLike({ liveId, type: 1 });
  await host.waitFor('a like', isType('like'));

  title('They give: gold in, gifts out, points for the host');
  const gifts = (await ann.api.live.giftInfo()).gifts;
  const cheap = gifts.find((gift) => gift.gold === 1)!;
  const dear = gifts.find((gift) => gift.gold === 100)!;
  const granted = [500, 300, 20];
  for (const [index, viewer] of viewers.entries()) {
    await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: granted[index] });
  }
  await ann.api.live.buyGift({ liveId, giftId: dear.id, amount: 1, gift_uuid: 'ann-1' });
  const again = await ann.api.live.buyGift({ liveId, giftId: dear.id, amount: 1, gift_uuid: 'ann-1' });
  ensure(again.gold === 400, 'a retried gift was paid twice');
  for (const amount of [1, 2, 3]) {
    await bob.api.live.buyGift({ liveId, giftId: cheap.id, amount, gift_uuid: 'bob-combo' });
  }
  const broke = await codeOf(cat.api.live.buyGift({ liveId, giftId: dear.id, gift_uuid: 'cat-1' }));
  ensure(broke === 740, 'cat could spend gold that she does not have');
  await cat.api.live.buyBullet({ liveId, message: '弹幕一条' });

  title("LinkV's back end grants cat gold that ends; she spends it in the room");
  const balance = await grantByLinkv(await linkvBackEnd(cat), cat);
  granted[2]! += LINKV_GOLD;
  const paid = await cat.api.live.buyGift({ liveId, giftId: dear.id, amount: 1, gift_uuid: 'cat-2' });
  ensure(paid.gold === balance - dear.gold, 'cat did not spend what LinkV granted');
  for (const client of everyone) {
    await client.waitFor('five gifts', () => client.received.filter(isType('gift')).length === 5);
    await client.waitFor('the barrage', isType('barrage'));
  }
  const tickets = host.received
    .filter((m) => isType('gift')(m) || isType('barrage')(m))
    .map((m) => Number(m.totalTicket));
  ensure(Math.max(...tickets) === 204, `the running total is ${Math.max(...tickets)}, not 204`);

  title('The host keeps order');
  await host.api.live.shutupUser({ liveId, userId: cat.userId });
  await cat.waitFor('shutup-user', isAction('shutup-user'));
  ensure((await codeOf(cat.api.message.sendMsg({ liveId, roomId, text: '?' }))) === 722, 'cat spoke while muted');
  await host.api.live.shutupOpen({ liveId, userId: cat.userId });
  await cat.waitFor('shutup-open-user', isAction('shutup-open-user'));
  await host.api.live.lockLiveSeat({ liveId, unlock: false });
  await host.api.live.kickOutUser({ liveId, userId: cat.userId });
  await cat.waitFor('quit-live', isAction('quit-live'));
  ensure((await codeOf(cat.api.live.joinLive({ liveId }))) === 737, 'cat came back uninvited');
  await cat.api.live.knockLiveRoom({ liveId });
  await host.waitFor('the knock', isAction('show-tip'));
  await host.api.live.inviteUser({ liveId, userId: cat.userId });
  const invitation = await cat.waitFor('live-invite', isAction('live-invite'));
  await cat.api.live.joinLive({ liveId, liveKey: String(invitation.liveKey) });
  await host.api.live.changeLive({ liveId, title: '天然去雕饰' });
  await bob.waitFor('live-change', isAction('live-change'));

  title('连麦: ann calls, the host accepts; then the host calls bob, who declines');
  await ann.api.live.callRequest({ liveId });
  await host.api.live.acceptConference({ liveId, userId: ann.userId });
  for (const side of [host, ann]) {
    await side.waitFor('join-conference', isAction('join-conference'));
    const joined = await side.api.live.joinConference({ liveId });
    ensure(joined.token.roomToken.split('.').length === 3, 'no RTC token');
  }
  await bob.waitFor('conference-status 0', (m) => isAction('conference-status')(m) && m.status === 0);
  for (const side of [host, ann]) await side.api.live.conferenceSuccess({ liveId });
  await bob.waitFor('conference-status 1', (m) => isAction('conference-status')(m) && m.status === 1);
  await ann.api.live.quitConference({ liveId });
  await host.waitFor('stop-conference', isAction('stop-conference'));
  await bob.waitFor('conference-status 2', (m) => isAction('conference-status')(m) && m.status === 2);
  await host.api.live.callRequest({ liveId, userId: bob.userId });
  await bob.waitFor('conference-notify', isAction('conference-notify'));
  await bob.api.live.refuseConference({ liveId, userId: bob.userId });

  title('dan’s app is closed: his phone is notified that the host invites him');
  const dan = new Phone('dan');
  await dan.signIn(String(phoneBase + everyone.length), { displayName: `dan${suffix}` });
  const phone = {
    uuid: `demo-${dan.userId}`,
    apnsType: 'getui' as const,
    apnsToken: `cid-${dan.userId}`,
    deveiceType: 'android',
  };
  await dan.api.user.pushDeviceInfo(phone);
  await host.api.live.inviteUser({ liveId, userId: dan.userId });
  const push = await pushTo(dan, 'live-invite');
  ensure(push.clientid === phone.apnsToken && push.fromUserId === host.userId, 'another phone was notified');
  await dan.api.live.joinLive({ liveId, liveKey: String(push.link).split('liveKey=')[1]! });
  await dan.api.live.quitLive({ liveId });

  title('对聊: ann calls bob, who refuses; then cat calls bob, and they talk');
  const chatGold = await talkOfTwo(ann, bob, cat);

  const postGold = await speakAboutTopic(ann, [bob, cat]);

  title('They buy gold with money: callbacks come twice, one is forged, a receipt is shown for two orders');
  const bought = await buyGold([ann, bob, cat]);
  for (const index of viewers.keys()) granted[index]! += bought;

  title('bob loses his connection and comes back');
  bob.close();
  await host.api.message.sendMsg({ liveId, roomId, text: '你还在吗' });
  await ann.waitFor('the text', (m) => m.text === '你还在吗');
  const caughtUp = new Promise<CaughtUp>((resolve) => bob.api.on('caught up', resolve));
  await bob.connect();
  const { replayed, complete } = await caughtUp;
  const isMissed = (message: object) => 'text' in message && message.text === '你还在吗';
  ensure(complete && replayed.some(isMissed), 'bob did not hear what he missed');

  title('The evening ends');
  await host.api.live.stopLive({ liveId });
  for (const viewer of viewers) await viewer.waitFor('stop-live', isAction('stop-live'));

  title('What arrived');
  const kinds = new Set(everyone.flatMap((client) => client.received.map(nameOf)));
  for (const kind of EXPECTED) console.log(`${kinds.has(kind) ? 'ok     ' : 'MISSING'} ${kind}`);
  const missing = EXPECTED.filter((kind) => !kinds.has(kind));
  ensureOnce(everyone);

  title('The ledger');
  let held = 0;
  let spent = 0;
  for (const [index, viewer] of viewers.entries()) {
    const wallet = await viewer.api.payment.statistic();
    held += Number(wallet.gold);
    spent += Number(wallet.allOutlayGold);
    console.log(`${viewer.name}: granted ${granted[index]}, holds ${wallet.gold}, gave ${wallet.allOutlayGold}`);
  }
  const earned = Number((await host.api.payment.statistic()).point);
  const total = granted.reduce((sum, gold) => sum + gold, 0);
  console.log(
    `granted ${total} (${LINKV_GOLD} by LinkV, ${viewers.length * bought} bought) = held ${held} + spent ${spent}; the host earned ${earned} points`,
  );
  ensure(total === held + spent, 'gold was lost or made');
  ensure(spent === earned + chatGold + postGold, 'the host, bob and ann did not earn what was given');
  title('The host is paid for points, after an operator has agreed');
  await payHost(host);
  ensure(missing.length === 0, `never arrived: ${missing.join(', ')}`);
  for (const client of everyone) client.close();
  console.log('\nEverything documented arrived, and the ledger adds up.');
}

async function evenings(): Promise<void> {
  await evening();
  await eveningOfFourApis();
}

evenings().catch((error) => {
  console.error(`\nThe evening went wrong: ${error.message}`);
  const isAway = error.cause || error.message.includes('fetch failed');
  if (isAway) console.error(`(${error.cause?.message ?? 'no answer'}; is the server running at ${BASE_URL}?)`);
  process.exit(1);
});
