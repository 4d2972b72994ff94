import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { SalonEvent } from '../../../domain/events.ts';
import { PLACEHOLDER_CARD } from '../../../domain/user/events.ts';
import { chatChannel, fansChannel, liveChannel, userChannel } from '../../../realtime/channels.ts';
import { countersChange } from '../../../realtime/counters.ts';
import { NO_FACTS, RememberedFacts } from '../../../realtime/heihei/facts.ts';
import { messagesOf } from '../../../realtime/heihei/index.ts';
import { MAX_MESSAGES_PER_EVENT } from '../../../realtime/message.ts';
import * as sample from './sample-events.ts';

type Body = Record<string, unknown>;
const documented: { section: string; label: string; line: number; message: Body }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/heihei-messages.json', import.meta.url), 'utf8'),
);

/** Where the document writes a variable's name instead of a value. */
const VARIABLES: Record<string, string> = {
  'live-invite.liveId': 'number',
  'live-invite.fromUserId': 'number',
  'live-invite.honours': 'array',
  'quit-live.liveId': 'number',
  'live-change.liveId': 'number',
  'conference-notify.liveId': 'number',
  'join-conference.liveId': 'number',
  'conference-status.liveId': 'number',
  'stop-conference.liveId': 'number',
};

/** What ours have beside: names that older clients read, and fields that the stored message has elsewhere in the document. */
const BESIDE: Record<string, readonly string[]> = {
  'join-chat': ['chatid'],
  'chat-user-status': ['user'],
  'due-chat-notify': ['needstore', 'getuiAction'],
};

const kindOf = (body: Body) => String(body.action ?? body.msgType);
const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** The document's object for a kind of message; the later chapter 礼物消息更改 replaces the older gift. */
function documentOf(kind: string): Body {
  const found = documented.filter(
    ({ section, message }) => kindOf(message) === kind && message.msgType !== undefined && section !== 'IM消息类型',
  );
  const latest = found.find(({ section }) => section === '礼物消息更改') ?? found[0];
  if (!latest) throw new Error(`${kind} is not documented`);
  return latest.message;
}

/** Keys and types of an object, nested ones with their path; an array is described by its elements' shapes. */
function shape(value: unknown, path: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [key, inner] of Object.entries(value as Body)) {
    const name = `${path}.${key}`;
    result[name] = VARIABLES[name] ?? typeOf(inner);
    if (typeOf(inner) === 'object') Object.assign(result, shape(inner, name));
  }
  return result;
}

const bodies = (event: SalonEvent) => messagesOf(sample.recorded(event)).map(({ body }) => body);
const summary = (event: SalonEvent) =>
  messagesOf(sample.recorded(event)).map(({ channel, body }) => `${channel} ${kindOf(body)}`);

const talk = chatChannel(sample.APP, sample.CHAT);
const room = liveChannel(sample.APP, sample.LIVE);
const host = userChannel(sample.APP, sample.HOST);
const viewer = userChannel(sample.APP, sample.VIEWER);

describe('socket messages of events', () => {
  it('have exactly the documented keys and types, whatever the event', () => {
    const kinds = new Set<string>();
    for (const event of sample.everyAnnounced) {
      for (const body of bodies(event)) {
        const kind = kindOf(body);
        kinds.add(kind);
        // msgId is the gateway's, for every message.
        const { msgId, ...expected } = documentOf(kind);
        const known = Object.entries(body).filter(([key]) => !BESIDE[kind]?.includes(key));
        expect(shape(Object.fromEntries(known), kind), `${event.type} → ${kind}`).to.deep.equal(shape(expected, kind));
      }
    }
    expect([...kinds].sort()).to.deep.equal(
      [
        'barrage',
        'cancel-due-chat',
        'chat-topic',
        'chat-user-status',
        'due-chat-notify',
        'goon-chat',
        'join-chat',
        'pause-chat',
        'conference-notify',
        'conference-status',
        'gift',
        'join-conference',
        'like',
        'live-change',
        'live-invite',
        'quit-live',
        'show-tip',
        'shutup-open-user',
        'shutup-user',
        'start-live-notify',
        'stop-conference',
        'stop-live',
        'system',
        'text',
        'toast',
      ].sort(),
    );
  });

  it('say what the document says, where it fixes the words', () => {
    for (const event of sample.everyAnnounced) {
      for (const body of bodies(event)) {
        const expected = documentOf(kindOf(body));
        if (typeof expected.comment === 'string' && kindOf(body) !== 'conference-status') {
          expect(body.comment).to.equal(expected.comment);
        }
      }
    }
    expect(bodies(sample.callInvited)[0]).to.deep.equal({
      msgType: 'action',
      action: 'conference-notify',
      comment: '邀请连麦通知消息',
      text: '主播邀你连线',
      expireTime: 30,
      liveId: sample.LIVE,
    });
    expect(bodies(sample.invited)[0]).to.include({
      text: '队长"主播"想邀请你加入队伍，是否加入？',
      link: `wmlivesheihei://live?id=${sample.LIVE}&liveKey=12ac58ef`,
    });
  });

  it('go at most once to a channel and stay below the counters’ number', () => {
    for (const event of sample.everyAnnounced) {
      const messages = messagesOf(sample.recorded(event));
      expect(messages).to.have.length.within(1, MAX_MESSAGES_PER_EVENT - 1);
      expect(new Set(messages.map(({ channel }) => channel)).size, event.type).to.equal(messages.length);
    }
  });

  it('reach those whom they concern', () => {
    const table: [SalonEvent, string[]][] = [
      [sample.liveStarted, [`${fansChannel(sample.APP, sample.HOST)} start-live-notify`]],
      [sample.left('quit'), [`${room} system`]],
      [sample.left('kicked'), [`${viewer} quit-live`, `${room} system`]],
      [sample.knocked, [`${host} show-tip`]],
      [sample.invited, [`${viewer} live-invite`]],
      [sample.bought, [`${viewer} toast`]],
      [sample.granted, []],
      [sample.muted, [`${room} shutup-user`, `${viewer} toast`]],
      [sample.unmuted, [`${room} shutup-open-user`, `${viewer} toast`]],
      [sample.appointed, [`${viewer} toast`]],
      [sample.dismissed, [`${viewer} toast`]],
      [sample.noticeGiven, [`${room} system`]],
      [sample.callRequested, [`${host} show-tip`]],
      [sample.callRefused(sample.HOST), [`${viewer} show-tip`]],
      [sample.callRefused(sample.VIEWER), [`${host} show-tip`]],
      [sample.accepted, [`${host} join-conference`, `${viewer} join-conference`]],
      [sample.chatDue(), [`${viewer} due-chat-notify`]],
      [sample.dueCancelled(sample.person(sample.HOST)), [`${viewer} cancel-due-chat`]],
      [sample.dueCancelled(sample.person(sample.VIEWER)), [`${host} cancel-due-chat`]],
      [sample.dueExpired, [`${host} show-tip`, `${viewer} show-tip`]],
      [sample.dueDropped, [`${host} show-tip`, `${viewer} show-tip`]],
      [sample.chatOpened, [`${host} join-chat`, `${viewer} join-chat`]],
      [sample.chatJoined('entering'), [`${talk} chat-user-status`]],
      [sample.chatUserLost, [`${viewer} chat-user-status`]],
      [sample.chatPaused, [`${viewer} pause-chat`]],
      [sample.chatContinued, [`${viewer} goon-chat`]],
      [sample.topicChanged, [`${talk} chat-topic`]],
      [sample.chatGiftShown(), [`${talk} gift`]],
      [sample.chatGiftShown(true), [`${viewer} gift`, `${host} gift`]],
      [sample.chatStopped('user'), [`${talk} chat-user-status`]],
      [sample.conferenceEnded('host'), [`${viewer} stop-conference`, `${room} conference-status`]],
      [sample.conferenceEnded('guest'), [`${host} stop-conference`, `${room} conference-status`]],
      [sample.conferenceEnded('guest-left'), [`${host} stop-conference`, `${room} conference-status`]],
      [
        sample.conferenceEnded('timeout'),
        [`${host} stop-conference`, `${viewer} stop-conference`, `${room} conference-status`],
      ],
    ];
    for (const [event, expected] of table) expect(summary(event), JSON.stringify(event)).to.deep.equal(expected);
  });

  it('carry a talk’s state as documented: entering, there, left, lost; and the same people under both names', () => {
    const statusOf = (event: SalonEvent) => bodies(event)[0]!.status;
    expect(['entering', 'normal'].map((status) => statusOf(sample.chatJoined(status as 'normal')))).to.deep.equal([
      0, 1,
    ]);
    expect(statusOf(sample.chatUserLost)).to.equal(3);
    const reasons = ['user', 'blocked', 'banned', 'live', 'missed-heartbeats', 'not-joined'] as const;
    expect(reasons.map((reason) => statusOf(sample.chatStopped(reason)))).to.deep.equal([2, 2, 2, 2, 3, 3]);
    const [body] = bodies(sample.chatStopped('user'));
    const { message } = documented.find(({ message: each }) => kindOf(each) === 'chat-user-status')!;
    expect(Object.keys((body!.users as Body[])[0]!)).to.include.members(Object.keys((message.users as Body[])[0]!));
    expect(body!.user).to.deep.equal(body!.users);
    const types = [false, true].map((isReturn) => bodies(sample.chatDue(isReturn))[0]!.type);
    expect(types).to.deep.equal([0, 1]);
  });

  it('never name a block: who is blocked reads what everybody reads whose call is not answered', () => {
    expect(bodies(sample.dueDropped)).to.deep.equal(bodies(sample.dueExpired));
    expect(bodies(sample.chatStopped('blocked'))).to.deep.equal(bodies(sample.chatStopped('live')));
  });

  it('carry a conference’s state as documented: waiting, connected, over', () => {
    expect(bodies(sample.conferenceJoined(false))[0]).to.include({ status: 0 });
    expect(bodies(sample.conferenceJoined(true))[0]).to.include({ status: 1 });
    expect(bodies(sample.connected)[0]).to.include({ status: 1, fromUserId: sample.VIEWER });
    expect(bodies(sample.conferenceEnded('host'))[1]).to.include({ status: 2 });
  });

  it('tell who comes during a conference that it goes on, while it does', () => {
    const facts = new RememberedFacts();
    const told = (event: SalonEvent) => {
      facts.take(sample.recorded(event));
      const joined = sample.recorded(sample.joined(sample.HOST + 5));
      return messagesOf(joined, facts.take(joined)).map(
        ({ channel, body }) => `${channel} ${kindOf(body)} ${body.status}`,
      );
    };
    const notice = `${room} system undefined`;
    const newcomer = userChannel(sample.APP, sample.HOST + 5);
    expect(told(sample.accepted)).to.deep.equal([notice]);
    expect(told(sample.conferenceJoined(false))).to.deep.equal([notice, `${newcomer} conference-status 0`]);
    expect(told(sample.connected)).to.deep.equal([notice, `${newcomer} conference-status 1`]);
    expect(told(sample.giftShown())).to.deep.equal([notice, `${newcomer} conference-status 1`]);
    expect(told(sample.conferenceEnded('guest'))).to.deep.equal([notice]);
  });

  it('do not name a guest who was erased meanwhile', () => {
    const facts = new RememberedFacts();
    const joined = facts.take(sample.recorded(sample.conferenceJoined(true)));
    const { userId } = joined.conference!.guest;
    facts.take(sample.recorded({ type: 'ErasureCompleted', data: { userId } }));
    const { conference } = facts.take(sample.recorded(sample.giftShown()));
    expect(conference).to.deep.equal({ connected: true, guest: { userId, ...PLACEHOLDER_CARD } });
  });

  it('end a live with what it earned', () => {
    const [message] = messagesOf(sample.recorded(sample.liveStopped), { ...NO_FACTS, totalTickets: 4_711 });
    expect(message!.body.live).to.include({ totalTickets: 4_711, totalUsers: 3, onlineUsers: 2, userId: sample.HOST });
  });

  it('end a live with the addresses that the whole room may know, and not with the host’s own', () => {
    const facts = new RememberedFacts({
      streamAddr: (appId, liveId) => `https://pull.example/${appId}/${liveId}`,
      shareAddr: (appId, liveId) => `https://share.example/${appId}/${liveId}`,
    });
    const stopped = sample.recorded(sample.liveStopped);
    const [message] = messagesOf(stopped, facts.take(stopped));
    const place = `${sample.APP}/${sample.LIVE}`;
    expect(message!.body.live).to.include({
      ...{ streamAddr: `https://pull.example/${place}`, shareAddr: `https://share.example/${place}` },
      ...{ pushAddr: '', lookbackAddr: '' },
    });
  });

  it('name who comes and who goes', () => {
    const noticeOf = (event: SalonEvent) => bodies(event).find(({ msgType }) => msgType === 'system')?.text;
    const name = `user ${sample.VIEWER}`;
    expect(noticeOf(sample.joined())).to.equal(`${name}进入直播间`);
    expect(noticeOf(sample.left('quit'))).to.equal(`${name}离开直播间`);
    expect(noticeOf(sample.left('missed-heartbeats'))).to.equal(`${name}离开直播间`);
    for (const reason of ['kicked', 'blocked', 'banned'] as const)
      expect(noticeOf(sample.left(reason))).to.equal(`${name}被请出直播间`);
    // As it was written before it named anybody.
    const { displayName: _, ...data } = sample.left('quit').data;
    expect(noticeOf({ type: 'ViewerLeft', data })).to.equal('有人离开直播间');
  });

  it('leave out join and leave notices in a crowd, but never the kick', () => {
    expect(summary(sample.joined(sample.VIEWER, 501))).to.deep.equal([]);
    expect(summary(sample.joined(sample.VIEWER, 500))).to.deep.equal([`${room} system`]);
    expect(summary(sample.left('kicked', sample.VIEWER, 501))).to.deep.equal([`${viewer} quit-live`]);
  });

  it('keep apps apart', () => {
    const [message] = messagesOf(sample.recorded(sample.text('x'), 8, 'other'));
    expect(message!.channel).to.equal(`live:other.${sample.LIVE}`);
  });
});

describe('what changes a room’s counters', () => {
  it('members and the queue with users, seats without, words not at all', () => {
    const change = (event: SalonEvent) => countersChange(sample.recorded(event));
    expect(change(sample.joined())).to.deep.equal({ liveId: sample.LIVE, withUsers: true });
    expect(change(sample.joined(sample.VIEWER, 501))).to.deep.equal({ liveId: sample.LIVE, withUsers: false });
    expect(change(sample.callRequested)).to.deep.equal({ liveId: sample.LIVE, withUsers: true });
    expect(change(sample.seatLocked)).to.deep.equal({ liveId: sample.LIVE, withUsers: false });
    expect(change(sample.text('x'))).to.equal(null);
  });
});
