import { join } from 'node:path';
import type { Actor } from '../application/actor.ts';
import { joinGroup, leaveGroup } from '../application/groups/members.ts';
import { groupMessagesOf, readGroup } from '../application/messages/groups.ts';
import { conversationsOf, messagesWith } from '../application/messages/inbox.ts';
import { sendMessage } from '../application/messages/send.ts';
import { sendToGroup } from '../application/messages/send-to-group.ts';
import { unreadOf } from '../projections/unread.ts';
import { groupMessages } from '../projections/views/group-messages.ts';
import { inboxEntries } from '../projections/views/inbox-entries.ts';
import { messages } from '../projections/views/messages.ts';
import { benchGroupFanout } from './fanout.ts';
import { type Figure, median, pairedRatio, percentile, short, spread } from './report.ts';
import { BareSync } from './support/bare-sync.ts';
import { APP, ImWorld } from './support/im-world.ts';

/**
 * `messageCounts` and `memberCounts`: what a group and a conversation grow to, in turn. With IM_LARGE=1 up to 10⁶ messages and 10⁵ members: some
 * ten minutes more.
 */
const PLAN = {
  runs: 5,
  pairs: 50,
  sent: 1_000,
  samples: 200,
  conversations: 500,
  messageCounts: [1_000, 10_000],
  memberCounts: [10, 100, 1_000, 10_000],
  fanOut: { clients: 1_000, rounds: 3, floodMs: 2_000, steadyMs: 2_000 },
};
const LARGE_PLAN = {
  ...PLAN,
  conversations: 4_500,
  messageCounts: [1_000, 10_000, 100_000, 1_000_000],
  memberCounts: [10, 100, 1_000, 10_000, 100_000],
};
export type ImPlan = typeof PLAN;

/** Messages on their way at once. */
const AT_ONCE = 32;
/** Messages of a page of a conversation. */
const PAGE = 20;
/** Groups of the person with many conversations. */
const GROUPS_OF_READER = 500;

/**
 * Messages between people and in groups, by the use cases on embedded stores: how many a second are acknowledged and made for both sides'
 * sockets; how a group's messages reach sockets; and how sending, reading, lists, coming and going grow with messages and members.
 */
export async function measureIm(plan: ImPlan = process.env.IM_LARGE === '1' ? LARGE_PLAN : PLAN): Promise<Figure[]> {
  return [
    await measureSending(plan),
    ...(await benchGroupFanout(plan.fanOut)),
    ...(await measureMessageGrowth(plan)),
    ...(await measureMemberGrowth(plan)),
    ...(await measureReader(plan)),
  ];
}

async function measureSending({ runs, pairs, sent }: ImPlan): Promise<Figure> {
  const world = await ImWorld.open();
  const bare = new BareSync(join(world.dir, 'bare'));
  try {
    const people = await world.people(1_000, pairs * 2);
    const send = (n: number) => {
      const [from, to] = [people[(n * 2) % people.length]!, people[(n * 2 + 1) % people.length]!];
      const content = { kind: 'text', text: '在吗' } as const;
      return sendMessage(world.core, from, { toUserId: to.userId, content }, world.metaOf(from));
    };
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let run = 0; run <= runs; run++) {
      const theirRate = await perSecond(sent, () => inTurn(sent, () => bare.once()));
      const ourRate = await perSecond(sent, async () => {
        const expected = world.delivered + sent * 2;
        await inTurn(sent, send);
        await world.deliveredUpTo(expected);
      });
      // The first run warms up.
      if (run === 0) continue;
      ours.push(ourRate);
      theirs.push(theirRate);
    }
    return {
      name: `1-1 messages acknowledged, shown by the lists and made for both sides, ${AT_ONCE} at once`,
      unit: '/s',
      ours: median(ours),
      bare: median(theirs),
      ratio: pairedRatio(ours, theirs),
      note: `beside a record appended and synced for each; the main thread (rules, views, both messages); ${spread(ours)}, bare ${spread(theirs)}`,
    };
  } finally {
    bare.close();
    await world.close();
  }
}

async function measureMessageGrowth({ messageCounts, samples }: ImPlan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of messageCounts) {
    const world = await ImWorld.open();
    try {
      const [ann, bob] = (await world.people(1_000, 2)) as [Actor, Actor];
      const groupId = 5;
      await world.group(groupId, ann, 10);
      await world.fill(ann, { groupId }, count);
      await world.fill(ann, { userId: bob.userId }, count);
      const size = `${short(count)} messages`;
      const document = (n: number) => world.core.models.get(groupMessages, `${APP}.${groupId}.${1 + (n % count)}`);
      const older = (n: number) => 1 + PAGE + ((n * 7_919) % Math.max(1, count - PAGE));
      figures.push(
        await compared(`a page of ${PAGE} of a group’s history, ${size}`, samples, {
          ours: (n) => groupMessagesOf(world.core, ann, { groupId, before: older(n), limit: PAGE }),
          bare: (n) =>
            world.core.models.getMany(
              groupMessages,
              Array.from({ length: PAGE }, (_, at) => `${APP}.${groupId}.${older(n) - 1 - at}`),
            ),
          note: 'beside the same documents by their ids; two queries of the store’s thread, and what the writer is in the group',
        }),
        await compared(`a page of ${PAGE} with a person, ${size}`, samples, {
          ours: (n) => messagesWith(world.core, bob, { otherId: ann.userId, before: older(n), limit: PAGE }),
          bare: (n) =>
            world.core.models.getMany(
              messages,
              Array.from({ length: PAGE }, (_, at) => `${APP}.${ann.userId}.${bob.userId}.${older(n) - 1 - at}`),
            ),
          note: 'beside the same documents by their ids; two queries of the store’s thread',
        }),
        await compared(`sending to a group, one at a time, ${size}`, samples, {
          ours: () => sendText(world, ann, groupId),
          bare: document,
          note: 'beside one document by its id; the log’s sync, then the views’ write',
        }),
      );
    } finally {
      await world.close();
    }
  }
  return figures;
}

async function measureMemberGrowth({ memberCounts, samples }: ImPlan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of memberCounts) {
    const world = await ImWorld.open();
    const bare = new BareSync(join(world.dir, 'bare'));
    try {
      const [owner, reader, guest] = (await world.people(1_000, 3)) as [Actor, Actor, Actor];
      const groupId = 5;
      // With the owner, the reader and the guest, who comes and goes.
      await world.group(groupId, owner, count - 3);
      await joinGroup(world.core, reader, { groupId }, world.metaOf(reader));
      const size = `${short(count)} members`;
      const besideSync = (name: string, ours: (n: number) => Promise<unknown>, note: string) =>
        compared(`${name}, ${size}`, samples, { ours, bare: () => bare.once(), note: `beside a bare sync; ${note}` });
      const rest = 'the log’s sync, then the views’ write';
      figures.push(
        await besideSync('sending to a group', () => sendText(world, owner, groupId), rest),
        await besideSync(
          'counting what is unread, after a message',
          () => unreadOf(world.core.models, APP, reader.userId),
          'three queries of the store’s thread, no sync',
        ),
        await besideSync(
          'reading a group, after a message',
          async () => {
            await sendText(world, owner, groupId);
            await readGroup(world.core, reader, { groupId }, world.metaOf(reader));
          },
          `with the message, two of: ${rest}`,
        ),
        await besideSync(
          'joining and leaving a group',
          async () => {
            await joinGroup(world.core, guest, { groupId }, world.metaOf(guest));
            await leaveGroup(world.core, guest, { groupId }, world.metaOf(guest));
          },
          `two of: ${rest}`,
        ),
      );
    } finally {
      bare.close();
      await world.close();
    }
  }
  return figures;
}

async function measureReader({ conversations, samples }: ImPlan): Promise<Figure[]> {
  const world = await ImWorld.open();
  try {
    const [reader] = (await world.people(1_000, 1)) as [Actor];
    const others = await world.people(2_000, conversations);
    const groups = Math.min(GROUPS_OF_READER, conversations);
    for (const other of others) await world.fill(other, { userId: reader.userId }, 1);
    for (let n = 1; n <= groups; n++) {
      await world.group(n, reader, 0);
      await world.fill(others[n % others.length]!, { groupId: n }, 3);
    }
    const size = `${short(conversations + groups)} conversations`;
    return [
      await compared(`a list of conversations with what is unread, ${size}`, samples, {
        ours: () => conversationsOf(world.core, reader),
        bare: () => world.core.models.find(inboxEntries, { index: 'byUser', equals: [APP, reader.userId], limit: 200 }),
        note: `beside the query of its 200 latest people alone; ${groups} groups and their last messages, all that is unread, and the cards of the people`,
      }),
    ];
  } finally {
    await world.close();
  }
}

function sendText(world: ImWorld, from: Actor, groupId: number) {
  const content = { kind: 'text', text: '大家好' } as const;
  return sendToGroup(world.core, from, { groupId, content }, world.metaOf(from));
}

interface Compared {
  ours(n: number): Promise<unknown>;
  bare(n: number): Promise<unknown>;
  note: string;
}

/** p99 of both by turns, one at a time. */
async function compared(name: string, samples: number, { ours, bare, note }: Compared): Promise<Figure> {
  const [ourMs, theirMs]: [number[], number[]] = [[], []];
  const warmUp = Math.ceil(samples / 10);
  for (let n = 0; n < samples + warmUp; n++) {
    const theirs = await msOf(() => bare(n));
    const own = await msOf(() => ours(n));
    if (n < warmUp) continue;
    ourMs.push(own);
    theirMs.push(theirs);
  }
  const [p99, bareP99] = [percentile(ourMs, 0.99), percentile(theirMs, 0.99)];
  return {
    name: `${name}: p99`,
    unit: 'ms',
    ours: p99,
    bare: bareP99,
    ratio: pairedRatio(ourMs, theirMs),
    smaller: true,
    note: `${note}; p50 ${short(median(ourMs))} against ${short(median(theirMs))} ms; the ratio is that of the pairs`,
  };
}

async function msOf(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

async function inTurn(count: number, act: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function perSecond(count: number, run: () => Promise<void>): Promise<number> {
  return (count * 1_000) / (await msOf(run));
}
