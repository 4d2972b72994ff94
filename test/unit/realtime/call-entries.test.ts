import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CallEntryAnnouncer, callEntryChange } from '../../../realtime/call-entries.ts';
import { listEntry } from '../../../realtime/heihei/list-entry.ts';
import { callEntryMessageId } from '../../../realtime/message.ts';
import type { RenderCallEntry } from '../../../realtime/ports.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import * as sample from './sample-events.ts';

const documented: { message: Record<string, unknown> }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/heihei-messages.json', import.meta.url), 'utf8'),
);

describe('a call in the list of messages', () => {
  it('looks as the document shows it', () => {
    const other = {
      userId: 10_031,
      displayName: '小宋手机号1',
      gender: 'Female',
      coverUrl: 'http://cdn.wmlives.com/static/img/heihei/cover/cover-2.png',
      birthDay: '2016-01-01',
    } as const;
    const example = documented.find(({ message }) => message.action === 'message')!.message;
    const entry = { kind: 'missed-call', count: 5, at: 1_477_557_274_000 } as const;
    expect(listEntry(entry, other, null)).to.deep.equal(example);
  });

  it('changes for both when it was in vain or has been a talk, not when the other never came', () => {
    const stopped = (lengthSeconds: number) =>
      callEntryChange({ type: 'ChatStopped', data: { userIds: [1, 2], lengthSeconds } } as never);
    for (const type of ['DueExpired', 'DueCancelled'] as const)
      expect(callEntryChange({ type, data: { fromId: 1, toId: 2 } } as never)).to.deep.equal([1, 2]);
    expect(stopped(9)).to.deep.equal([1, 2]);
    expect(stopped(0)).to.equal(null);
    expect(callEntryChange(sample.recorded(sample.text('hello')))).to.equal(null);
  });

  it('is shown once for each of several people, each with a number of its own, and not when a message came after', async () => {
    const clock = new ManualClock();
    const asked: Parameters<RenderCallEntry>[] = [];
    const shown: [channel: string, from: unknown, msgId: number][] = [];
    const entries = new CallEntryAnnouncer({
      clock,
      async render(...of) {
        asked.push(of);
        return of[1].otherId === 4 ? null : { fromUserId: of[1].otherId };
      },
      publish: (channel, { fromUserId }, { position }) =>
        shown.push([channel, fromUserId, callEntryMessageId(position)]),
      hasMembers: (channel) => channel === 'user:a.1',
      logger: { info() {}, warn() {}, error() {} },
    });
    entries.changed('a', [1, 2], 5);
    entries.changed('a', [2, 1], 6);
    entries.changed('a', [3, 1], 7);
    entries.changed('a', [1, 4], 8);
    await clock.advance(0);
    expect(asked).to.deep.equal([2, 3, 4].map((otherId) => ['a', { userId: 1, otherId }, 8]));
    expect(shown).to.deep.equal([
      ['user:a.1', 2, 6 * 8 + 6],
      ['user:a.1', 3, 7 * 8 + 6],
    ]);
    entries.close();
  });
});
