import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { pushDecider } from '../../domain/push/decider.ts';
import type { PushOutcome, PushSource } from '../../domain/push/events.ts';
import { FANS_PER_STEP } from '../../domain/push/limits.ts';
import { pushStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { shownBy } from '../../projections/shown-by.ts';
import { follows } from '../../projections/views/follows.ts';
import { pushDevices } from '../../projections/views/push-devices.ts';
import { type JobHandlers, jobMeta } from '../job-runner.ts';
import { type Deliver, type Delivered, type DeliveryOptions, deliveries } from './deliver.ts';

/** Followers of a step who are notified at a time: providers answer in some 50 ms, and take as many calls at once. */
const FANS_AT_ONCE = 32;

/**
 * Sends notifications (heihei, push). One person's is settled once every phone was served. Followers of a host come in steps of
 * `FANS_PER_STEP`, each noted when it is done, so that a crash repeats at most one step; a follower whose provider fails is left out, unless
 * it fails for all of the step: then the step is tried again. After their expiry both end unsent.
 */
export function pushHandlers(
  options: DeliveryOptions & { models: ReadModels },
): Pick<JobHandlers, 'push' | 'push-fans'> {
  const { commands, log, models, clock, logger } = options;
  const deliver = deliveries(options);

  /** The event that a notification tells of. */
  async function sourceOf({ stream, revision }: PushSource): Promise<LoggedEvent> {
    const [event] = await log.read(stream, { from: revision, limit: 1 });
    if (!event) throw new Error(`${stream} has no revision ${revision}`);
    return event;
  }

  return {
    async push({ userId, pushId, expiresAt }, context) {
      const stream = pushStream(context.appId, userId);
      const meta = jobMeta(context, clock);
      const request = (await commands.load(pushDecider, stream)).state.open.get(pushId);
      if (!request) return;
      const isExpired = clock.now() >= expiresAt;
      const delivered = isExpired ? null : await deliver(await sourceOf(request.source), userId, meta);
      const settle = { type: 'SettlePush', pushId, userId, ...outcomeOf(delivered) } as const;
      await commands.handle(pushDecider, stream, settle, meta);
    },

    async 'push-fans'({ hostId, pushId, afterUserId, expiresAt }, context) {
      const stream = pushStream(context.appId, hostId);
      const meta = jobMeta(context, clock);
      const request = (await commands.load(pushDecider, stream)).state.openForFans.get(pushId);
      if (!request) return;
      if (clock.now() >= expiresAt) {
        await commands.handle(pushDecider, stream, { type: 'ExpireFansPush', hostId, pushId }, meta);
        return;
      }
      const event = await sourceOf(request.source);
      await shownBy(models, event.position, [follows, pushDevices]);
      const after = hostId === 0 ? everybodyAfter : fansAfter;
      const { fans, isLast } = await after(models, context.appId, hostId, afterUserId);
      const devices = await notifyFans(deliver, event, await withPhones(models, context.appId, fans), meta, logger);
      const next = isLast ? null : fans.at(-1)!;
      await commands.handle(
        pushDecider,
        stream,
        { type: 'AdvanceFansPush', hostId, pushId, afterUserId: next, devices },
        meta,
      );
    },
  };
}

/** Null: it had expired. */
function outcomeOf(delivered: Delivered | null): { outcome: PushOutcome; devices: number } {
  if (!delivered) return { outcome: 'expired', devices: 0 };
  const { sent, refused } = delivered;
  return { outcome: sent > 0 ? 'sent' : refused > 0 ? 'failed' : 'skipped', devices: sent };
}

/** The next followers of a host by id. */
async function fansAfter(
  models: Pick<ReadModels, 'find'>,
  appId: string,
  hostId: number,
  afterUserId: number,
): Promise<{ fans: number[]; isLast: boolean }> {
  const query = { index: 'followersById', equals: [appId, hostId], after: afterUserId, limit: FANS_PER_STEP } as const;
  const edges = await models.find(follows, query);
  return { fans: edges.map(({ document }) => document.userId), isLast: edges.length < FANS_PER_STEP };
}

/** The next people of the app by id who have a phone. */
async function everybodyAfter(
  models: Pick<ReadModels, 'find'>,
  appId: string,
  _: number,
  afterUserId: number,
): Promise<{ fans: number[]; isLast: boolean }> {
  const query = { index: 'byId', equals: [appId], after: afterUserId, limit: FANS_PER_STEP } as const;
  const found = await models.find(pushDevices, query);
  return { fans: found.map(({ document }) => document.userId), isLast: found.length < FANS_PER_STEP };
}

/** Those who have a phone registered. */
async function withPhones(models: Pick<ReadModels, 'getMany'>, appId: string, fans: number[]): Promise<number[]> {
  const devices = await models.getMany(
    pushDevices,
    fans.map((userId) => `${appId}.${userId}`),
  );
  return fans.filter((_, n) => devices[n] !== null);
}

/** Returns for how many phones it was handed to a provider. Rejects when nobody could be served because providers fail. */
async function notifyFans(
  deliver: Deliver,
  event: LoggedEvent,
  fans: readonly number[],
  meta: CommandMeta,
  logger: DeliveryOptions['logger'],
): Promise<number> {
  let devices = 0;
  let done = 0;
  let failure: unknown;
  const waiting = [...fans];
  const worker = async () => {
    for (let userId = waiting.shift(); userId !== undefined; userId = waiting.shift()) {
      try {
        const { sent } = await deliver(event, userId, meta);
        devices += sent;
        done++;
      } catch (error) {
        failure = error;
      }
    }
  };
  await Promise.all(Array.from({ length: FANS_AT_ONCE }, worker));
  if (failure !== undefined && done === 0) throw failure;
  if (done < fans.length)
    logger.warn({ err: failure, left: fans.length - done }, 'followers were left out of a notification');
  return devices;
}
