import type { ServerResponse } from 'node:http';
import { Type } from '@sinclair/typebox';
import type { FeedClient, FeedFrame } from '../../application/operators/feed.ts';
import { eventStream } from '../http/answers.ts';
import type { Endpoint, UserCall } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';
import { StreamAnswer } from '../http/writer.ts';
import { query } from './endpoint.ts';
import { operatorNow } from './proof.ts';
import { Count } from './shapes.ts';

/** Bytes that may wait for a client to read them: some seconds of a feed at its fullest. One that is further behind is told, and let go. */
const MAX_WAITING_BYTES = 256 * 1024;
/** How long a client that was let go has to read the last that it was told. */
const LAST_READ_MS = 5_000;
/** What a browser waits before it comes back by itself. */
const COME_BACK_MS = 2_000;

const DESCRIPTION =
  'Server-Sent Events. `events`: `{ events: [{ position, type, tenant, at, stream?, revision?, actor?, operator?, correlationId?, data? }], position, isComplete }`; ' +
  '`isComplete: false`: more events fit after the last one here than a feed tells, `events/list` has them. `counts`, once a second: `{ types: { GiftBought: 12 }, ' +
  'position, ms }`. `end`: `{ reason }`, one of signed-out, role-changed, too-slow, stopping; come back after the last two. Each `id` is a position: a ' +
  'client that comes back sends it as `Last-Event-ID` (browsers do by themselves), and is told what it missed.';

const feed = query({
  path: 'feed',
  name: 'feed',
  role: 'viewer',
  of: 'installation',
  summary:
    'Follow the log while it grows: events as they happen, up to 100 a second, and how many there were of each type',
  params: {
    after: Type.Optional({ ...Count, description: 'Tells first what came after this position. Default: from now on.' }),
    type: Type.Optional(Type.String({ maxLength: 64 })),
    appId: Type.Optional(Type.String({ maxLength: 32, description: 'A tenant, or salon for the installation’s own.' })),
  },
  answer: eventStream(DESCRIPTION),
  example: {
    params: { after: 1042 },
    answer: new StreamAnswer(
      () => {},
      () => {},
    ),
  },
  errors: ['TooOften'],
  async handle({ core, operator, call, params: { after, type, appId } }) {
    const listener = new Listener();
    const client: FeedClient = {
      operator,
      wanted: { type, appId },
      roleNow: async () => (await operatorNow(core, call.headers))?.role ?? null,
      tell: (frame) => listener.tell(frame),
    };
    const leave = await core.feeds.follow(client, lastEventId(call) ?? after);
    return new StreamAnswer((out) => {
      // Nobody may be there any more.
      if (out.closed || out.destroyed) leave();
      else out.once('close', leave);
      listener.open(out);
    }, leave);
  },
});

/** What a browser that comes back has seen last; undefined for one that is new. */
function lastEventId({ headers }: UserCall<unknown>): number | undefined {
  const sent = headers.get('Last-Event-ID');
  if (sent === undefined || sent === '') return undefined;
  const position = Number(sent);
  if (!/^\d{1,16}$/.test(sent) || !Number.isSafeInteger(position)) throw badParameter('Last-Event-ID');
  return position;
}

/** One client's end of a feed: frames as text, and no more of them than it reads. */
class Listener {
  private out: ServerResponse | null = null;
  /** What was said before the answer began. */
  private early: string[] = [`retry: ${COME_BACK_MS}\n\n`];
  private isEnded = false;

  open(out: ServerResponse): void {
    this.out = out;
    for (const text of this.early) out.write(text);
    this.early = [];
    if (this.isEnded) this.close(out);
  }

  /** False when too much waits to be read already. */
  tell(frame: FeedFrame): boolean {
    if (this.isEnded) return true;
    const { out } = this;
    if (out === null) this.early.push(textOf(frame));
    else if (!out.destroyed) out.write(textOf(frame));
    this.isEnded = frame.kind === 'end';
    if (this.isEnded && out) this.close(out);
    return (out?.writableLength ?? 0) <= MAX_WAITING_BYTES;
  }

  private close(out: ServerResponse): void {
    out.end();
    const timer = setTimeout(() => out.destroy(), LAST_READ_MS).unref();
    out.once('close', () => clearTimeout(timer));
  }
}

function textOf(frame: FeedFrame): string {
  if (frame.kind === 'idle') return ':\n\n';
  const { kind, ...said } = frame;
  const id = 'position' in said ? `id: ${said.position}\n` : '';
  return `${id}event: ${kind}\ndata: ${JSON.stringify(said)}\n\n`;
}

export const feedEndpoints: readonly Endpoint[] = [feed];
