import { createHmac } from 'node:crypto';
import type { Clock } from '../domain/kernel/clock.ts';
import { verificationStream } from '../domain/streams.ts';
import { verificationDecider } from '../domain/verification/decider.ts';
import type { VerificationEvent } from '../domain/verification/events.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore, LoggedEvent } from '../event-store/event-store.ts';
import { type JobHandlers, jobMeta } from './job-runner.ts';

/** Sends one text message. Rejects when the provider did not take it. */
export type SmsSender = (phone: string, text: string) => Promise<void>;

/**
 * Sends the sign-in codes (heihei, 短信验证码). The log holds no code: `codeOf` derives it from its id and a secret. After a crash
 * between the provider's answer and the log's, a code may be sent twice, but never two different ones. A code that has
 * expired meanwhile is not sent. The job names no phone: that is read from the log.
 */
export function codeDelivery(options: {
  log: Pick<EventStore, 'read'>;
  commands: CommandHandler;
  clock: Clock;
  codeOf(codeId: string): string;
  send: SmsSender;
}): Pick<JobHandlers, 'send-code'> {
  const { log, commands, clock, codeOf, send } = options;
  return {
    async 'send-code'({ phoneHash, codeId, expiresAt }, context) {
      const stream = verificationStream(context.appId, phoneHash);
      const [last] = await log.read(stream, { direction: 'backwards', limit: 1 });
      const { phone } = (last as LoggedEvent<VerificationEvent>).data;
      if (phone === '') {
        // Its owner was erased, by a process that had not heard of this code.
        const cancel = { type: 'CancelDelivery', phone, codeId } as const;
        await commands.handle(verificationDecider, stream, cancel, jobMeta(context, clock));
        return;
      }
      const isExpired = clock.now() >= expiresAt;
      if (!isExpired) await send(phone, `验证码 ${codeOf(codeId)}，5分钟内有效。`);
      const type = isExpired ? 'AbandonDelivery' : 'ConfirmDelivery';
      await commands.handle(verificationDecider, stream, { type, phone, codeId }, jobMeta(context, clock));
    },
  };
}

/** How long the provider may take to answer. */
const WEBHOOK_TIMEOUT_MS = 5_000;

/** The header that says when a message was sent, and proves that Salon sent it. */
export const SIGNATURE_HEADER = 'Salon-Signature';

/**
 * The value of `Salon-Signature` for a body: `t=<seconds since 1970>,v1=<hex>`, where v1 is HMAC-SHA256 over `<t>.<body>` with the
 * hook's key as it is written (docs/operations.md, Sign-in codes). A receiver that refuses old times is safe from replays.
 */
export function hookSignature(key: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * A provider behind an operator's own HTTP endpoint: POST `{phone, text}` as JSON, signed with `key`; any 2xx means taken. The
 * time in the signature is the machine's, even when dev mode has advanced Salon's clock.
 */
export function webhookSender(url: string, key: string, now: () => number = Date.now): SmsSender {
  return async (phone, text) => {
    const body = JSON.stringify({ phone, text });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: hookSignature(key, body, now()) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the SMS webhook answered ${response.status}`);
  };
}
