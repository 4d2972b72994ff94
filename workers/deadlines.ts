import type { Logger } from 'pino';
import { conferenceDecider } from '../domain/conference/decider.ts';
import type { Clock, Timer } from '../domain/kernel/clock.ts';
import { assertNever } from '../domain/kernel/event.ts';
import { derivedCommandId, SALON_NAMESPACE, streamName } from '../domain/kernel/ids.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { ReadModels, ViewEvent } from '../projections/read-models.ts';
import { MAX_QUERY_DOCUMENTS } from '../projections/read-models.ts';
import { type Deadline, deadlines } from '../projections/views/deadlines.ts';
import { type Reaction, reaction } from './reactor.ts';

/** A deadline whose command the log did not take is tried again after this. */
const RETRY_MS = 1_000;

/**
 * Issues the commands of deadlines when they fall due. What is open is a read model, so it survives a restart; from there on
 * the same pure view is folded in memory over the log. A command that is no longer wanted is ignored by its decider.
 */
export async function runDeadlines(options: {
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  clock: Clock;
  logger: Logger;
}): Promise<{ stop(): Promise<void> }> {
  const { log, commands, models, clock, logger } = options;
  const open = new Map<string, { deadline: Deadline; timer: Timer }>();
  const firing = new Set<Promise<void>>();

  function arm(id: string, deadline: Deadline): void {
    open.get(id)?.timer.cancel();
    open.set(id, { deadline, timer: clock.at(deadline.dueAt, () => fire(id, deadline)) });
  }

  function settle(id: string): void {
    open.get(id)?.timer.cancel();
    open.delete(id);
  }

  function fire(id: string, deadline: Deadline): void {
    const { decider, stream, command } = reactionOf(deadline);
    const commandId = derivedCommandId(SALON_NAMESPACE, `${id}@${deadline.dueAt}`);
    const done = commands
      .handle(decider, stream, command, { appId: deadline.appId, actor: 0, at: clock.now(), commandId })
      .then(() => {
        if (open.get(id)?.deadline === deadline) settle(id);
      })
      .catch((error) => {
        logger.error({ err: error, deadline: id }, 'a deadline is tried again');
        if (open.get(id)?.deadline !== deadline) return;
        open.set(id, { deadline, timer: clock.at(clock.now() + RETRY_MS, () => fire(id, deadline)) });
      })
      .finally(() => firing.delete(done));
    firing.add(done);
  }

  const after = models.position();
  let from = 0;
  for (;;) {
    const page = await models.find(deadlines, { index: 'due', equals: [], from, limit: MAX_QUERY_DOCUMENTS });
    for (const { id, document } of page) arm(id, document);
    const last = page[page.length - 1]?.document.dueAt;
    if (page.length < MAX_QUERY_DOCUMENTS || last === undefined) break;
    // A whole page that falls due in one millisecond would stand still: go on behind it.
    from = last === from ? last + 1 : last;
  }

  const subscription = log.subscribe({
    after,
    onBatch(events) {
      for (const event of events as unknown as ViewEvent[]) {
        for (const id of deadlines.ids(event)) {
          const known = open.get(id)?.deadline ?? null;
          const next = deadlines.evolve(known && { ...known }, event, id);
          if (next) arm(id, next);
          else settle(id);
        }
      }
    },
    onFault: (error) => logger.error({ err: error }, 'deadlines wait for the log'),
  });

  return {
    async stop() {
      await subscription.stop();
      for (const id of [...open.keys()]) settle(id);
      await Promise.allSettled(firing);
    },
  };
}

function reactionOf({ appId, command }: Deadline): Reaction {
  const stream = streamName('conference', appId, command.liveId);
  switch (command.kind) {
    case 'expire-call':
      return reaction(conferenceDecider, stream, { type: 'ExpireCall', callId: command.callId });
    case 'time-out-conference':
      return reaction(conferenceDecider, stream, { type: 'TimeOutConference', conferenceId: command.conferenceId });
    default:
      return assertNever(command);
  }
}
