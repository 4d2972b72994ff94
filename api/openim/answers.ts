import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import { oncePer } from '../../application/once-per.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import type { AppCall } from '../http/endpoint.ts';

/** How long the same request gets its first answer. */
export const SAME_REQUEST_MS = 24 * 3600 * 1000;
/** Answers remembered at a time, some 100 bytes each, of long lists up to 100 KB. */
const MAX_REMEMBERED = 1_000;

interface Remembered {
  at: number;
  answer: Promise<unknown>;
}

const rememberedBy = oncePer((_: Core) => createLruCache<string, Remembered>(MAX_REMEMBERED));

/**
 * Handles a request once in `SAME_REQUEST_MS`; the same one again, also at the same time, gets the first answer. For what changes nothing when it is
 * done twice, and would only be answered differently: this process remembers it, no longer than it runs. A failure is not remembered.
 */
export function answersOnce<Answer>(
  { core, app, key }: Pick<AppCall<unknown>, 'core' | 'app' | 'key'>,
  handle: () => Promise<Answer>,
): Promise<Answer> {
  const cache = rememberedBy(core);
  const name = `${app.appId} ${key}`;
  const now = core.clock.now();
  const known = cache.get(name);
  if (known && now - known.at <= SAME_REQUEST_MS) return known.answer as Promise<Answer>;
  const entry = { at: now, answer: handle() };
  cache.set(name, entry);
  entry.answer.catch(() => {
    if (cache.get(name) === entry) cache.delete(name);
  });
  return entry.answer;
}

/** Times that a request is taken for a new one: more than any conversation remembers days. */
const MAX_DAYS = 100;

/**
 * Runs a command under the request's key: the same request again gets the first answer for `SAME_REQUEST_MS`, also after a restart, and is a new
 * command after that, since scripts send the same body every day. `run` answers when its command was done first, `at` in epoch ms.
 */
export async function onceInADay<Done extends { at: number }>(
  { core, key, meta }: Pick<AppCall<unknown>, 'core' | 'key' | 'meta'>,
  run: (makeMeta: MakeMeta) => Promise<Done>,
): Promise<Done> {
  let day = key;
  for (let days = 1; ; days++) {
    const done = await run((purpose) => meta(purpose, day));
    if (core.clock.now() - done.at <= SAME_REQUEST_MS || days >= MAX_DAYS) return done;
    day = `${key} after ${done.at}`;
  }
}
