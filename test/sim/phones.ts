import type { Notification, PushTarget, SendOutcome } from '../../workers/push/push-sender.ts';
import type { SimLog } from './log.ts';
import type { Monitor } from './monitor.ts';
import type { Random } from './random.ts';

/** Probabilities, each for one call of a provider. */
export interface PhoneFaults {
  fails: number;
  /** The provider took it, and its answer was lost. */
  answerLost: number;
}

export const NO_PHONE_FAULTS: PhoneFaults = { fails: 0, answerLost: 0 };

/** The providers, the phones behind them, and what people were promised of these. */
export class SimPhones {
  faults: PhoneFaults = NO_PHONE_FAULTS;
  private readonly random: Random;
  private readonly trace: (line: string) => void;
  private readonly violation: (what: string) => void;
  /** Token → what its phone shows: the message that each notification stands for, by its id. */
  private readonly screens = new Map<string, Map<string, number>>();
  /** `<user> <message>` of all that a provider took. */
  private readonly taken = new Set<string>();
  /** By token: who was told last that it is theirs. */
  private readonly owners = new Map<string, number>();
  /** `<user> <token>` → requests for it that have no clear answer: they may still be heard. */
  private readonly unclear = new Map<string, number>();

  constructor(random: Random, trace: (line: string) => void, violation: (what: string) => void) {
    this.random = random;
    this.trace = trace;
    this.violation = violation;
  }

  /** Somebody says that a phone is theirs, in one request. */
  async claim<Outcome extends { kind: string }>(
    token: string,
    userId: number,
    request: Promise<Outcome>,
  ): Promise<Outcome> {
    const key = `${userId} ${token}`;
    const unclear = () => this.unclear.get(key) ?? 0;
    this.unclear.set(key, unclear() + 1);
    const outcome = await request;
    if (outcome.kind === 'ok' || outcome.kind === 'refused') this.unclear.set(key, unclear() - 1);
    if (outcome.kind === 'ok') this.owners.set(token, userId);
    return outcome;
  }

  /** As a provider takes it, at `now` of the sender's clock, epoch ms. */
  async send({ userId, token }: PushTarget, notification: Notification, now: number): Promise<SendOutcome> {
    const { id, expiresAt, payload, text } = notification;
    if (this.random.chance(this.faults.fails)) throw new Error('the provider is away');
    this.trace(`push to ${userId} at ${token}: ${id} ${text}`);
    const msgId = Number(payload.msgId);
    const owner = this.owners.get(token) ?? userId;
    if (owner !== userId && !this.unclear.get(`${userId} ${token}`)) {
      this.violation(`8: ${userId} is notified at ${token}, which ${owner} has taken over`);
    }
    if (now >= expiresAt) this.violation(`8: notification ${id} went out after it had expired`);
    const screen = this.screens.get(token) ?? new Map<string, number>();
    this.screens.set(token, screen);
    const isShown = !screen.has(id) && [...screen.values()].includes(msgId);
    if (isShown) this.violation(`8: ${token} shows ${msgId} twice`);
    screen.set(id, msgId);
    this.taken.add(`${userId} ${msgId}`);
    if (this.random.chance(this.faults.answerLost)) throw new Error('the provider does not answer');
    return 'sent';
  }

  /** What was settled as sent was handed over, and what a provider took was asked for. */
  check(monitor: Monitor, log: SimLog): void {
    for (const { data } of monitor.events('PushSettled')) {
      const request = monitor.events('PushRequested').find((event) => event.data.pushId === data.pushId);
      if (data.outcome !== 'sent' || !request) continue;
      const { stream, revision } = request.data.source;
      const msgIdOfFirst = log.stream(stream)[revision]!.position * 8;
      const isTaken = Array.from({ length: 8 }, (_, n) => `${data.userId} ${msgIdOfFirst + n}`).some((one) =>
        this.taken.has(one),
      );
      if (!isTaken)
        this.violation(`8: no provider took notification ${data.pushId} for ${data.userId}, which is settled as sent`);
    }
  }
}
