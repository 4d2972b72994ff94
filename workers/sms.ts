import type { Logger } from 'pino';
import type { Clock } from '../domain/kernel/clock.ts';
import type { EventStore, Position } from '../event-store/event-store.ts';
import type { ViewEvent } from '../projections/read-models.ts';
import type { Checkpoints } from './reactor.ts';

/** Sends one text message. Rejects when the provider did not take it. */
export type SmsSender = (phone: string, text: string) => Promise<void>;

const CHECKPOINT = 'sms';
/** Tries per message; a code lives for minutes, so more would only send dead ones. */
const MAX_ATTEMPTS = 5;
const RETRY_BASE_MS = 500;
/** Messages under way at a time. */
const MAX_CONCURRENT = 32;

/**
 * Sends the sign-in codes. The log holds no code: `codeOf` derives it from the command's id and a secret. A crash may send a
 * code twice, never two different ones; codes that have expired meanwhile are not sent.
 */
export async function runSms(options: {
  log: EventStore;
  checkpoints: Checkpoints;
  clock: Clock;
  logger: Logger;
  codeOf(commandId: string): string;
  send: SmsSender;
}): Promise<{ stop(): Promise<void> }> {
  const { log, checkpoints, clock, logger, codeOf, send } = options;
  let stopping = false;

  async function deliver(event: ViewEvent): Promise<void> {
    if (event.type !== 'CodeIssued') return;
    const { phone, expiresAt } = event.data;
    for (let attempt = 1; !stopping && clock.now() < expiresAt; attempt++) {
      try {
        return await send(phone, `验证码 ${codeOf(event.meta.commandId)}，5分钟内有效。`);
      } catch (error) {
        logger.error({ err: error, attempt }, 'a sign-in code could not be sent');
        if (attempt === MAX_ATTEMPTS) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_BASE_MS * 2 ** attempt));
      }
    }
  }

  const subscription = log.subscribe({
    after: await checkpoints.checkpoint(CHECKPOINT),
    async onBatch(events) {
      const codes = (events as unknown as ViewEvent[]).filter((event) => event.type === 'CodeIssued');
      if (codes.length === 0) return;
      for (let first = 0; first < codes.length; first += MAX_CONCURRENT) {
        await Promise.all(codes.slice(first, first + MAX_CONCURRENT).map(deliver));
      }
      const reached: Position = events[events.length - 1]!.position;
      if (!stopping) await checkpoints.saveCheckpoint(CHECKPOINT, reached);
    },
    onFault: (error) => logger.error({ err: error }, 'sms wait for the log'),
  });

  return {
    async stop() {
      stopping = true;
      await subscription.stop();
    },
  };
}

/** How long the provider may take to answer. */
const WEBHOOK_TIMEOUT_MS = 5_000;

/** A provider behind an operator's own HTTP endpoint: POST `{phone, text}` as JSON; any 2xx means taken. */
export function webhookSender(url: string): SmsSender {
  return async (phone, text) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone, text }),
      redirect: 'error',
      signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the SMS webhook answered ${response.status}`);
  };
}
