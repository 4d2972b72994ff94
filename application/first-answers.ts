import { answerAt, answerDecider } from '../domain/answer/decider.ts';
import { answerStream } from '../domain/streams.ts';
import type { MakeMeta } from './commands.ts';
import type { Core } from './core.ts';
import { oncePer } from './once-per.ts';

export { SAME_REQUEST_MS } from '../domain/answer/decider.ts';

/** What is being answered now, by the request's stream: the same request at the same time waits for it. */
const underWay = oncePer((_: Core) => new Map<string, Promise<readonly number[]>>());

/**
 * Handles a request of an app's server once in `SAME_REQUEST_MS`; the same one again, also at the same time, elsewhere or after a restart, gets the
 * first answer, of which the log keeps the numbers. For what changes nothing when it is done twice, and would only be answered differently. A failure
 * is not kept. `request` tells requests of a tenant apart; only a hash of it is kept. `makeMeta` must make no keys.
 */
export function firstAnswer(
  core: Core,
  appId: string,
  { request, handle }: { request: string; handle: () => Promise<readonly number[]> },
  makeMeta: MakeMeta,
): Promise<readonly number[]> {
  const stream = answerStream(appId, core.logKey.hashOf(appId, 'request', request));
  const answering = underWay(core);
  const known = answering.get(stream);
  if (known) return known;
  const answer = answered(core, stream, handle, makeMeta).finally(() => answering.delete(stream));
  answering.set(stream, answer);
  return answer;
}

async function answered(
  { commands, clock }: Core,
  stream: string,
  handle: () => Promise<readonly number[]>,
  makeMeta: MakeMeta,
): Promise<readonly number[]> {
  const known = answerAt((await commands.load(answerDecider, stream)).state, clock.now());
  if (known) return known;
  const numbers = await handle();
  const meta = makeMeta('answer-request');
  const { state } = await commands.handle(answerDecider, stream, { type: 'AnswerRequest', numbers }, meta);
  // Another process may have been first.
  return answerAt(state, meta.at) ?? numbers;
}
