import type { MakeMeta } from '../../application/commands.ts';
import { firstAnswer, SAME_REQUEST_MS } from '../../application/first-answers.ts';
import type { AppCall } from '../http/endpoint.ts';
import { unkeyed } from './params.ts';

/** What became of one user of a list. */
export const [DONE, NOT_DONE] = [0, -1] as const;

/** As `firstAnswer`: the same body from the same person at the same path is the same request. */
export function answersOnce(
  call: Pick<AppCall<unknown>, 'core' | 'app' | 'key' | 'meta'>,
  handle: () => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const { core, app, key } = call;
  return firstAnswer(core, app.tenant, { request: `${app.appId} ${key}`, handle }, unkeyed(call));
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
