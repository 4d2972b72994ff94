import type { ChatStopped } from '../domain/chat/events.ts';
import type { Clock } from '../domain/kernel/clock.ts';
import type { DueCancelled, DueExpired } from '../domain/switchboard/events.ts';
import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import { userChannel } from './channels.ts';
import { LatestStates } from './latest-states.ts';
import type { Channel } from './message.ts';
import type { Logger, RenderCallEntry } from './ports.ts';

const inVain = ({ data }: LoggedEvent<DueExpired | DueCancelled>) => [data.fromId, data.toId];
const callersOf = functionsOf<[], readonly number[]>({
  DueExpired: inVain,
  DueCancelled: inVain,
  // Only those who were connected have talked.
  ChatStopped: ({ data }: LoggedEvent<ChatStopped>) => (data.lengthSeconds > 0 ? data.userIds : []),
});

/** The two in whose lists of messages a call is the latest entry, pure; null for most events. */
export function callEntryChange(event: LoggedEvent): [number, number] | null {
  const [first, second] = callersOf.get(event.type)?.(event) ?? [];
  return first === undefined || second === undefined ? null : [first, second];
}

interface Options {
  clock: Clock;
  render: RenderCallEntry;
  /** `position`: of the event by which the entry came. */
  publish(channel: Channel, body: Record<string, unknown>, entry: { otherId: number; position: Position }): void;
  hasMembers(channel: Channel): boolean;
  logger: Logger;
}

interface Change {
  appId: string;
  userId: number;
  /** Of those with whom the user had calls: the last one's position. */
  others: ReadonlyMap<number, Position>;
}

/** Tells a user's devices how the entry of somebody looks in the list of messages after a call (heihei, 消息列表约聊消息). */
export class CallEntryAnnouncer {
  private readonly users: LatestStates<Change>;

  constructor(options: Options) {
    const { render, publish } = options;
    this.users = new LatestStates({
      ...options,
      merged: (earlier, later) => ({ ...later, others: new Map([...earlier.others, ...later.others]) }),
      async show(channel, { appId, userId, others }, atLeast) {
        for (const [otherId, position] of others) {
          const body = await render(appId, { userId, otherId }, atLeast);
          if (body) publish(channel, body, { otherId, position });
        }
      },
    });
  }

  changed(appId: string, [first, second]: [number, number], position: Position): void {
    for (const [userId, otherId] of [
      [first, second],
      [second, first],
    ] as const)
      this.users.changed(
        userChannel(appId, userId),
        { appId, userId, others: new Map([[otherId, position]]) },
        position,
      );
  }

  close(): void {
    this.users.close();
  }
}
