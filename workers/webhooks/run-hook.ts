import type { Logger } from 'pino';
import type { ProcessClock } from '../../domain/kernel/clock.ts';
import type { EventStore, LoggedEvent, Position, Subscription } from '../../event-store/event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { type MessageOf, messagesOf, type WebhookMessage } from '../../projections/webhook-messages.ts';
import type { ReactorGroupStatus } from '../group-runner.ts';
import type { Hook } from './hooks.ts';
import { beginReplay, type HookStore, noteLeftOut, notePark, noteReached, notesOf, type ParkedHook } from './notes.ts';
import type { Delivered, Sender } from './sender.ts';

/** Messages of one delivery: one signature and one answer for all of them. */
export const MAX_DELIVERY_MESSAGES = 50;
/** Characters of one delivery; a single message is smaller. */
export const MAX_DELIVERY_CHARS = 512 * 1024;
/** The wait after the first failure, doubled each time … */
const RETRY_BASE_MS = 1_000;
/** … up to this. */
const RETRY_CAP_MS = 5 * 60_000;
/** A receiver that takes nothing for so long has its hook parked, until an operator has it go on. */
export const PARK_AFTER_MS = 24 * 3_600_000;
/** Times that a message is sent whose receiver refuses it (4xx), before it is left out. */
export const TRIES_OF_REFUSED = 5;
/** Messages left out of one hook before it is parked: then no single message is to blame. */
export const MAX_LEFT_OUT = 1_000;
/** How often it is looked whether an operator asked for a replay. */
const CHECK_MS = 2_000;
/** How often the position is written down while nothing concerns the hook. */
const IDLE_SAVE_MS = 5_000;

/** A receiver answers it when nothing more is to be sent. */
const GONE = 410;
/** Statuses below 500 that say "later" rather than "no". */
const LATER = [408, 425, 429];

export interface HookSurroundings {
  log: EventStore;
  models: Pick<ReadModels, 'caughtUp' | 'get'>;
  store: HookStore;
  clock: ProcessClock;
  logger: Logger;
  sender: Sender;
  /** From 0 to 1, for waits. */
  random?: () => number;
  checkMs?: number;
}

/** A hook that runs in this process. */
export interface RunningHook {
  status(): ReactorGroupStatus;
  /** What an operator should look at, one sentence each. */
  warnings(): string[];
  stop(): Promise<void>;
}

/**
 * Follows the log from the hook's own position, and posts what concerns its tenant, in the log's order: the next delivery waits until the one before was
 * taken (2xx). A failure, 5xx or "later" is tried again with growing waits, for PARK_AFTER_MS; then, or when the receiver says 410, the hook is parked. A
 * message that is refused (another 4xx, a redirect) is left out after TRIES_OF_REFUSED, and written down. A hook begins where the log ends at its first start.
 */
export async function runHook(hook: Hook, around: HookSurroundings): Promise<RunningHook> {
  const known = await notesOf(around.store, hook.name);
  const after = known.reached ?? (await around.log.head());
  if (known.reached === null) await noteReached(around.store, hook.name, after);
  return new HookRunner(hook, around, { after, parked: known.parked, leftOut: known.leftOut.length });
}

class HookRunner implements RunningHook {
  private readonly hook: Hook;
  private readonly around: HookSurroundings;
  private readonly messagesOf: ReadonlyMap<string, MessageOf>;
  private position: Position;
  private saved: Position;
  private savedAtMs = 0;
  private parked: ParkedHook | null;
  private leftOut: number;
  private busySince: number | null = null;
  private trouble: string | null = null;
  /** Ends what is under way, for a stop or a replay. */
  private ending = new AbortController();
  private subscription: Subscription | null = null;
  private isStopped = false;
  private checking: Promise<void> = Promise.resolve();
  private cancelCheck: () => void = () => undefined;

  constructor(
    hook: Hook,
    around: HookSurroundings,
    from: { after: Position; parked: ParkedHook | null; leftOut: number },
  ) {
    this.hook = hook;
    this.around = around;
    this.messagesOf = messagesOf(hook.events);
    this.position = from.after;
    this.saved = from.after;
    this.parked = from.parked;
    this.leftOut = from.leftOut;
    if (!this.parked) this.follow();
    this.checkLater();
  }

  status(): ReactorGroupStatus {
    const { position, busySince } = this;
    const lagMs = busySince === null ? 0 : Math.max(0, this.around.clock.now() - busySince);
    return { name: `webhook-${this.hook.name}`, position, lagMs, parked: [] };
  }

  warnings(): string[] {
    const { name } = this.hook;
    const sentences: string[] = [];
    if (this.parked)
      sentences.push(
        `the webhook ${name} is parked at position ${this.parked.position}: ${this.parked.reason} (npm run webhooks -- replay ${name})`,
      );
    else if (this.trouble) sentences.push(`the webhook ${name} waits at position ${this.position}: ${this.trouble}`);
    if (this.leftOut > 0)
      sentences.push(`the webhook ${name} has left out ${this.leftOut} messages (npm run webhooks)`);
    return sentences;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelCheck();
    await this.rest();
    await this.checking;
    await this.save();
    this.around.sender.close();
  }

  private follow(): void {
    const { log, logger } = this.around;
    this.ending = new AbortController();
    this.subscription = log.subscribe({
      after: this.position,
      reads: ({ type }) => this.messagesOf.has(type),
      onBatch: (events) => this.take(events),
      onFault: (error) => {
        if (!this.ending.signal.aborted) logger.error({ err: error, webhook: this.hook.name }, 'a webhook waits');
      },
    });
  }

  /** Ends what is under way. */
  private async rest(): Promise<void> {
    this.ending.abort();
    await this.subscription?.stop();
    this.subscription = null;
  }

  private async take(events: readonly LoggedEvent[]): Promise<void> {
    const { signal } = this.ending;
    this.busySince = events[0]!.meta.at;
    const messages: WebhookMessage[] = [];
    for (const event of events) {
      const messageOf = this.messagesOf.get(event.type);
      if (!messageOf || event.meta.appId !== this.hook.tenant || event.position <= this.position) continue;
      const message = await messageOf(event, this.around.models);
      if (message) messages.push(message);
    }
    for (const delivery of deliveriesOf(messages)) {
      await this.deliver(delivery, signal);
      if (signal.aborted || this.parked) return;
      this.position = delivery.at(-1)!.position;
      await this.save();
    }
    this.position = events.at(-1)!.position;
    this.busySince = null;
    if (performance.now() - this.savedAtMs > IDLE_SAVE_MS) await this.save();
  }

  /** Resolves when all of it was taken or left out, the hook was parked, or the signal ends it. */
  private async deliver(messages: readonly WebhookMessage[], signal: AbortSignal): Promise<void> {
    const { name: hook, tenant } = this.hook;
    const body = JSON.stringify({ hook, tenant, messages });
    let failingForMs = 0;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.around.sender.send(body, signal);
      if (signal.aborted) return;
      if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) {
        this.trouble = null;
        return;
      }
      this.trouble = textOf(outcome);
      if ('status' in outcome && outcome.status === GONE) return this.park(messages, 'its receiver answered 410');
      if (isRefusal(outcome)) {
        // Find out which of them it is.
        if (messages.length > 1) return this.deliverEach(messages, signal);
        if (attempt >= TRIES_OF_REFUSED) return this.leaveOut(messages[0]!, outcome.status);
      } else if (failingForMs >= PARK_AFTER_MS) return this.park(messages, this.trouble);
      const waitMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** (attempt - 1));
      failingForMs += waitMs;
      this.around.logger.warn({ webhook: hook, why: this.trouble, waitMs }, 'a webhook is tried again');
      const { random = Math.random } = this.around;
      await this.pause(waitMs * (0.5 + random() / 2), signal);
      if (signal.aborted) return;
    }
  }

  private async deliverEach(messages: readonly WebhookMessage[], signal: AbortSignal): Promise<void> {
    for (const message of messages) {
      await this.deliver([message], signal);
      if (signal.aborted || this.parked) return;
      this.position = message.position;
    }
  }

  private async park([first]: readonly WebhookMessage[], reason: string): Promise<void> {
    const parked = { position: this.position, reason, at: this.around.clock.now() };
    await notePark(this.around.store, this.hook.name, parked);
    this.parked = parked;
    this.around.logger.error(
      { webhook: this.hook.name, position: first!.position, why: reason },
      'a webhook is parked',
    );
    // The batch under way has not been handled: it is not given again until an operator has the hook go on.
    this.ending.abort();
    void this.subscription?.stop();
  }

  private async leaveOut(message: WebhookMessage, status: number): Promise<void> {
    if (this.leftOut >= MAX_LEFT_OUT) return this.park([message], `its receiver refuses messages with ${status}`);
    const { id, type, position } = message;
    const at = this.around.clock.now();
    await noteLeftOut(this.around.store, this.hook.name, { id, type, position, status, at });
    this.leftOut++;
    this.trouble = null;
    this.around.logger.error({ webhook: this.hook.name, position, status }, 'a webhook leaves a message out');
  }

  private async save(): Promise<void> {
    const { position } = this;
    if (position === this.saved) return;
    this.savedAtMs = performance.now();
    await noteReached(this.around.store, this.hook.name, position);
    this.saved = position;
  }

  private checkLater(): void {
    const timer = this.around.clock.after(this.around.checkMs ?? CHECK_MS, () => {
      this.checking = this.check()
        .catch((error) =>
          this.around.logger.warn({ err: error, webhook: this.hook.name }, 'a webhook cannot be looked at'),
        )
        .finally(() => {
          if (!this.isStopped) this.checkLater();
        });
    });
    this.cancelCheck = () => timer.cancel();
  }

  /** Does what an operator asked for. */
  private async check(): Promise<void> {
    const { replay } = await notesOf(this.around.store, this.hook.name);
    if (!replay || this.isStopped) return;
    await this.rest();
    const after = replay.after ?? this.position;
    await beginReplay(this.around.store, this.hook.name, after);
    this.position = after;
    this.saved = after;
    this.parked = null;
    this.trouble = null;
    this.busySince = null;
    if (!this.isStopped) this.follow();
  }

  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = this.around.clock.after(ms, end);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    });
  }
}

/** Cuts messages into deliveries within the limits. */
function* deliveriesOf(messages: readonly WebhookMessage[]): Generator<WebhookMessage[]> {
  let delivery: WebhookMessage[] = [];
  let chars = 0;
  for (const message of messages) {
    const size = JSON.stringify(message).length;
    if (delivery.length > 0 && (delivery.length === MAX_DELIVERY_MESSAGES || chars + size > MAX_DELIVERY_CHARS)) {
      yield delivery;
      delivery = [];
      chars = 0;
    }
    delivery.push(message);
    chars += size;
  }
  if (delivery.length > 0) yield delivery;
}

function isRefusal(outcome: Delivered): outcome is { status: number } {
  return 'status' in outcome && outcome.status < 500 && !LATER.includes(outcome.status);
}

function textOf(outcome: Delivered): string {
  return 'status' in outcome ? `its receiver answered ${outcome.status}` : outcome.failure;
}
