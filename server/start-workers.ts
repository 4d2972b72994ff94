import type { Logger } from 'pino';
import { deriveCode } from '../application/accounts/codes.ts';
import type { Config } from '../config.ts';
import { deadlineHandlers } from '../workers/deadlines.ts';
import { runJobs } from '../workers/job-runner.ts';
import { commandsWhile } from '../workers/lease.ts';
import { parkedSentences } from '../workers/parked-reactions.ts';
import { runPresence } from '../workers/presence.ts';
import { runReactors } from '../workers/reactor.ts';
import { allReactors, REACTORS } from '../workers/reactors/all.ts';
import { codeDelivery } from '../workers/sms.ts';
import { asOnlyOne } from './elected.ts';
import { type Part, startInOrder } from './parts.ts';
import { smsSender } from './sms-sender.ts';
import type { StartedCore } from './start-core.ts';
import { startWhenAnswered } from './start-when-answered.ts';

/** The lease of whoever runs the workers. */
const WORKERS = 'workers';

export interface WorkersOptions {
  config: Config;
  logger: Logger;
  started: StartedCore;
  /** Whether many requests are under way: reactors then leave them the processor. */
  isRush(): boolean;
}

/** Reactors, presence and jobs, in one process at a time. Alone on its stores, rejects when they cannot start. */
export function startWorkers(options: WorkersOptions): Promise<Part> {
  const { logger, started } = options;
  return asOnlyOne(WORKERS, { engines: started.engines, logger }, (isHeld) => runWorkers(options, isHeld));
}

/** They write only while `isHeld`: a process that was suspended may have been followed by another. */
function runWorkers({ config, logger, started, isRush }: WorkersOptions, isHeld: () => boolean): Promise<Part> {
  const { core, engines, clock, heartbeats, hookKey } = started;
  const { log, store } = engines;
  const commands = commandsWhile(isHeld, core.commands);
  const workers = { log, commands, models: core.models, clock, logger };
  const asks = { logger, clock };
  return startInOrder(async (parts) => {
    const reacting = { ...workers, name: REACTORS, reactors: allReactors, checkpoints: store, notes: store, isRush };
    const reactors = await runReactors(reacting);
    parts.add({ stop: () => reactors.stop(), warnings: () => parkedSentences(reactors.parked()) });
    parts.add({ stop: startWhenAnswered('presence', asks, () => runPresence({ ...workers, heartbeats })) });
    const queue = engines.jobQueue(clock);
    parts.add({ stop: () => queue.close() });
    const codeOf = (codeId: string) => deriveCode(core.settings.codeSecret, codeId);
    const send = smsSender(config, hookKey, logger);
    const handlers = { ...deadlineHandlers(workers), ...codeDelivery({ commands, clock, codeOf, send }) };
    parts.add({ stop: startWhenAnswered('jobs', asks, () => runJobs({ ...workers, queue, handlers, isHeld })) });
    return {};
  });
}
