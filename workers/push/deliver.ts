import type { Logger } from 'pino';
import type { Device } from '../../domain/devices/decider.ts';
import { devicesDecider } from '../../domain/devices/decider.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { occasionOf } from '../../domain/push/occasions.ts';
import { devicesStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import type { Notification, PushSender, SendOutcome } from './push-sender.ts';
import { isTheirs, phonesToNotify, type ReachOptions } from './reach.ts';

/** What an event says to a phone, in the words of the API that its app speaks; null when it says nothing. */
export type NotificationOf = (event: LoggedEvent, to: Device) => Notification | null;

export interface DeliveryOptions extends ReachOptions {
  notificationOf: NotificationOf;
  send: PushSender;
  logger: Pick<Logger, 'warn'>;
}

/** A notification that was handed to a provider is remembered, so that a second try for other phones leaves it out. About 10 MB. */
const MAX_REMEMBERED = 50_000;

/** What became of one person's notification: how many phones it was handed to a provider for, and how many a provider refused. */
export interface Delivered {
  sent: number;
  refused: number;
}

/** Notifies a person of an event. Rejects when a provider is to be tried again: phones that were served are then left out. */
export type Deliver = (event: LoggedEvent, userId: number, meta: CommandMeta) => Promise<Delivered>;

/** Makes a `Deliver`. Phones whose token is dead are forgotten. */
export function deliveries(options: DeliveryOptions): Deliver {
  const { commands, notificationOf, send, logger } = options;
  const served = createLruCache<string, SendOutcome>(MAX_REMEMBERED);

  async function toPhone(event: LoggedEvent, device: Device, meta: CommandMeta): Promise<SendOutcome | null> {
    const key = `${event.id} ${device.tokenHash}`;
    const before = served.get(key);
    if (before !== undefined) return before;
    const notification = notificationOf(event, device);
    if (!notification || !(await isTheirs(options, meta.appId, device))) return null;
    const outcome = await send(device, notification);
    served.set(key, outcome);
    if (outcome === 'dead') await forget(device, meta);
    if (outcome === 'refused') logger.warn({ provider: device.provider }, 'a provider refused a notification');
    return outcome;
  }

  async function forget({ userId, tokenHash }: Device, meta: CommandMeta): Promise<void> {
    const command = { type: 'RemoveDevice', tokenHash, reason: 'token-dead' } as const;
    const step = { ...meta, commandId: derivedCommandId(meta.commandId, `forget-token of ${tokenHash}`) };
    await commands.handle(devicesDecider, devicesStream(meta.appId, userId), command, step);
  }

  return async (event, userId, meta) => {
    const occasion = occasionOf(event);
    const phones = occasion ? await phonesToNotify(options, meta.appId, userId, occasion) : [];
    const outcomes = await Promise.allSettled(phones.map((device) => toPhone(event, device, meta)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    const count = (wanted: SendOutcome) =>
      outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === wanted).length;
    return { sent: count('sent'), refused: count('refused') };
  };
}
