import type { Logger } from 'pino';
import type { Core } from '../application/core.ts';
import { refreshWords } from '../application/operators/words.ts';
import type { Part } from './parts.ts';

/** How soon a word counts in every process, in ms: states are in memory, so a look costs nothing. */
const LOOK_MS = 1_000;

/** Has the words that operators list count in this process, now and as they change. Resolves once they do, or the log does not answer. */
export async function followListedWords(core: Core, logger: Logger): Promise<Part> {
  const { heiheiAppId, apps } = core.settings;
  const tenants = [...new Set([heiheiAppId, ...apps.all.map(({ tenant }) => tenant)])];
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      for (const tenant of tenants) await refreshWords(core, tenant);
    } catch (error) {
      logger.warn({ err: error }, 'the words that operators listed cannot be read now');
    }
    isLooking = false;
  };
  await look();
  const timer = setInterval(look, LOOK_MS).unref();
  return { stop: async () => clearInterval(timer) };
}
