import type { CommandHandler } from './command-handler.ts';
import type { EventStore, Position } from './event-store.ts';

/** Tells a command handler what other processes append to the log that it shares with them. */
export interface OthersObserved {
  /** Every state that the handler gives from now on has all events of its stream up to here. */
  position(): Position;
  stop(): Promise<void>;
}

/** Begins before `commands` is used: what it folds from now on has all that is in the log now. */
export async function observeOthers(
  log: Pick<EventStore, 'head' | 'subscribe'>,
  commands: Pick<CommandHandler, 'observe' | 'holds'>,
): Promise<OthersObserved> {
  let position = await log.head();
  const following = log.subscribe({
    after: position,
    reads: ({ stream }) => commands.holds(stream),
    onBatch(events) {
      commands.observe(events);
      // A batch may come again.
      for (const event of events) position = Math.max(position, event.position);
    },
  });
  return { position: () => position, stop: () => following.stop() };
}
