import { expect } from 'chai';
import { heiheiEndpoints } from '../../../api/heihei/endpoints.ts';
import { compileAnswerCheck } from '../../../api/http/answers.ts';
import { liveChannel, userChannel } from '../../../realtime/channels.ts';
import { NO_FACTS } from '../../../realtime/heihei/facts.ts';
import { messagesOf } from '../../../realtime/heihei/index.ts';
import { listEntry } from '../../../realtime/heihei/list-entry.ts';
import { heiheiMessages } from '../../../realtime/heihei/schemas.ts';
import { messageId, type OutgoingMessage } from '../../../realtime/message.ts';
import { countersFrom } from '../../../realtime/read-model-ports.ts';
import { unreadCount } from '../../../realtime/unread.ts';
import { APP, RoomWorld } from '../../support/room-world.ts';
import * as sample from './sample-events.ts';

const checks = new Map(
  Object.entries(heiheiMessages).map(([name, { body }]) => [name, compileAnswerCheck(name, body)]),
);

/** As a client tells a message from others. */
function nameOf({ action, msgType, msg }: Record<string, unknown>): string {
  const { msgType: kind } = (msg ?? {}) as { msgType?: string };
  if (kind === 'notice') return 'IM-change';
  return kind === 'revoke' || kind === 'read' ? 'IM-notice' : String(action ?? msgType);
}

/** As a client gets it. */
function check({ body, channel }: OutgoingMessage, name = nameOf(body)): string {
  const checkBody = checks.get(name);
  if (!checkBody) throw new Error(`${name} is not declared`);
  checkBody({ ...body, msgId: messageId(8, 0), position: 8, channel });
  return name;
}

describe('the declared shapes of socket messages', () => {
  it('are what is built of every event that is announced, and each is built of some', () => {
    const built = new Set<string>();
    const conference = { guest: sample.person(sample.VIEWER), connected: true };
    for (const event of [...sample.everyAnnounced, ...sample.everyIm, ...sample.everyGroup, sample.announced]) {
      const made = messagesOf(sample.recorded(event), { ...NO_FACTS, totalTickets: 7, conference });
      for (const message of made) built.add(check(message));
    }
    built.add('room-counters');
    const channel = userChannel(sample.APP, sample.HOST);
    built.add(check({ channel, body: unreadCount(12), class: 'latest' }));
    const called = { kind: 'missed-call', count: 5, at: 1_477_557_274_000 } as const;
    const other = { ...sample.person(sample.VIEWER), displayName: '小宋手机号1' };
    built.add(check({ channel, body: listEntry(called, other, null), class: 'latest' }));
    expect([...built].sort()).to.deep.equal(Object.keys(heiheiMessages).sort());
  });

  it('refuse a field that is not declared, and one that is missing', () => {
    const [message] = messagesOf(sample.recorded(sample.text('hello')));
    const { text: _, ...without } = message!.body;
    expect(() => check({ ...message!, body: { ...message!.body, secret: 1 } })).to.throw('secret');
    expect(() => check({ ...message!, body: without })).to.throw('text');
  });

  it('are what a room’s counters are, with its users and without', async () => {
    const world = await RoomWorld.start(heiheiEndpoints);
    try {
      const liveId = await world.room(await world.person('主播'), await world.people(1));
      const render = countersFrom(world.core.models);
      for (const withUsers of [true, false]) {
        const counters = await render(APP, liveId, withUsers, await world.log.head());
        expect(counters?.users?.length).to.equal(withUsers ? 2 : undefined);
        check({ channel: liveChannel(APP, liveId), body: { ...counters }, class: 'latest' }, 'room-counters');
      }
    } finally {
      await world.close();
    }
  });
});
