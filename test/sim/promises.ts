import type { MessageContent } from '../../domain/conversation/content.ts';
import { pathOf, readPath } from '../../domain/file/path.ts';
import { HEARTBEAT_INTERVAL_MS } from '../../domain/live/limits.ts';
import { MISSED_HEARTBEATS } from '../../workers/presence.ts';
import type { Monitor } from './monitor.ts';
import { APP } from './surroundings.ts';

/** Something bought or said under a key: what was sent, and what its client was told. */
interface Sent {
  userId: number;
  answers: object[];
}

/** What clients were promised, and whether it is in the log, once. */
export class Promises {
  /** By gift_uuid, then amount. */
  readonly gifts = new Map<string, Map<number, Sent>>();
  /** By text. */
  readonly texts = new Map<string, Sent>();
  /** Texts that came under the key of one that was acknowledged. */
  readonly unsaid = new Set<string>();
  readonly bullets = new Map<string, Sent>();
  /** By text: what people write to each other. */
  readonly messages = new Map<string, Sent>();
  /** By text: what people say in groups. */
  readonly groupTexts = new Map<string, Sent>();
  /** By source. */
  readonly grants = new Map<string, Sent>();

  /** When each member's beats were sent, simulated ms, oldest first. */
  private readonly beats = new Map<string, number[]>();

  beatSent(liveId: number, userId: number, atMs: number): void {
    const name = `${liveId}.${userId}`;
    const sent = this.beats.get(name);
    if (sent) sent.push(atMs);
    else this.beats.set(name, [atMs]);
  }

  /** Purposes that files were claimed for, as clients were told, by path. */
  private readonly claims = new Map<string, Set<string>>();

  claimed(path: string, purpose: string): void {
    this.claims.set(path, (this.claims.get(path) ?? new Set()).add(purpose));
  }

  /** A file has one claim or is dropped, never both; and the store holds what is claimed alone, once all has come to rest. */
  checkFiles(monitor: Monitor, isThere: (path: string) => boolean, violation: (what: string) => void): void {
    const erased = new Set<number | undefined>(monitor.events('PersonErased').map(({ data }) => data.userId));
    const claims = countBy(monitor.events('FileClaimed').map(({ data }) => data.fileId));
    for (const [fileId, count] of claims) if (count > 1) violation(`3: file ${fileId} was claimed ${count} times`);
    for (const { data } of monitor.events('UploadDropped')) {
      // A sound that was claimed for a post that never came goes as well.
      if (claims.has(data.fileId) && data.module !== 'record')
        violation(`4: file ${data.fileId} was dropped though it was claimed`);
      if (isThere(pathOf(data))) violation(`4: the bytes of the dropped file ${data.fileId} are still there`);
    }
    for (const [path, purposes] of this.claims) {
      if (purposes.size > 1) violation(`3: ${path} was given for several purposes: ${[...purposes]}`);
      const isErased = erased.has(readPath(path)?.userId);
      if (isErased && isThere(path)) violation(`7: the file ${path} of somebody who is erased is still there`);
      if (!isErased && !isThere(path)) violation(`1: the claimed file ${path} is gone`);
    }
  }

  /** Holds the log against all of it; `durableAtMs` says when an event became durable, by its id. */
  check(monitor: Monitor, durableAtMs: ReadonlyMap<string, number>, violation: (what: string) => void): void {
    this.checkGifts(monitor, violation);
    this.checkPresence(monitor, durableAtMs, violation);
    const said = countBy(monitor.events('TextSaid').map(({ data }) => data.text));
    const trumpeted = countBy(monitor.events('BulletBought').map(({ data }) => data.text));
    const granted = countBy(monitor.events('GoldGranted').map(({ data }) => data.source));
    checkCounts('text', this.texts, said, violation);
    for (const text of this.unsaid) if (said.has(text)) violation(`3: two texts were said under one key: ${text}`);
    checkCounts('bullet', this.bullets, trumpeted, violation);
    const written = countBy(monitor.events('MessageSent').map(({ data }) => textOf(data.content)));
    checkCounts('message', this.messages, written, violation);
    for (const [text, { answers }] of this.messages) checkAnswers(`message ${text}`, answers, violation);
    const saidInGroups = countBy(monitor.events('GroupMessageSent').map(({ data }) => textOf(data.content)));
    checkCounts('group text', this.groupTexts, saidInGroups, violation);
    for (const [text, { answers }] of this.groupTexts) checkAnswers(`group text ${text}`, answers, violation);
    checkCounts('grant', this.grants, granted, violation);
    for (const [text, { answers }] of this.bullets) checkAnswers(`bullet ${text}`, answers, violation);
  }

  /** What counts as unread is what was written since its reader last read it; `counted` by `<app>.<userId>`. */
  checkUnread(monitor: Monitor, counted: ReadonlyMap<string, number>, violation: (what: string) => void): void {
    const readers = new Set(listed(monitor, Number.POSITIVE_INFINITY).map(({ to }) => to));
    for (const userId of readers)
      this.checkUnreadOf(monitor, { userId, shown: counted.get(`${APP}.${userId}`) ?? 0 }, violation);
  }

  /** The same of one person, at any moment: as a document shows it that knows the log up to a position; default: all of it. */
  checkUnreadOf(
    monitor: Monitor,
    { userId, shown, upTo = Number.POSITIVE_INFINITY }: { userId: number; shown: number; upTo?: number },
    violation: (what: string) => void,
  ): void {
    const reads = [
      ...monitor.events('InboxRead').map((read) => ({ ...read, of: null })),
      ...(['ConversationRead', 'InboxEntryRead', 'InboxEntryRemoved'] as const).flatMap((type) =>
        monitor.events(type).map((read) => ({ ...read, of: read.data.otherId })),
      ),
    ].filter(({ position, data }) => position <= upTo && data.userId === userId);
    const isRead = (at: number, by: number) => reads.some(({ position, of }) => position > at && (of ?? by) === by);
    const unread = listed(monitor, upTo).filter(
      ({ to, by, position }) => to === userId && !isRead(position, by),
    ).length;
    if (shown !== unread) violation(`5: ${userId} is told of ${shown} unread messages, and has ${unread}`);
  }

  /** Nobody who kept beating is removed, whatever happened to the processes and their clocks. */
  private checkPresence(
    monitor: Monitor,
    durableAtMs: ReadonlyMap<string, number>,
    violation: (what: string) => void,
  ): void {
    const removed = [
      ...monitor.events('ViewerLeft').map(({ id, data }) => ({ id, ...data })),
      ...monitor.events('LiveStopped').map(({ id, data }) => ({ id, userId: data.hostId, ...data })),
    ];
    for (const { id, liveId, userId, reason } of removed) {
      if (reason !== 'missed-heartbeats') continue;
      const atMs = durableAtMs.get(id)!;
      if (keptBeating(this.beats.get(`${liveId}.${userId}`) ?? [], atMs)) {
        violation(`${userId} was removed from live ${liveId} at ${atMs} for missed heartbeats, and had missed none`);
      }
    }
  }

  private checkGifts(monitor: Monitor, violation: (what: string) => void): void {
    const paid = new Map<string, { amounts: number[]; units: number }>();
    for (const { data } of [...monitor.events('GiftBought'), ...monitor.events('ChatGiftBought')]) {
      const gift = paid.get(data.comboId) ?? { amounts: [], units: 0 };
      paid.set(data.comboId, gift);
      gift.amounts.push(data.amount);
      gift.units += data.units;
    }
    for (const [uuid, { amounts, units }] of paid) {
      if (new Set(amounts).size < amounts.length) violation(`3: gift ${uuid} was paid for twice: ${amounts}`);
      if (units !== Math.max(...amounts)) violation(`3: gift ${uuid} cost ${units} units, not ${Math.max(...amounts)}`);
    }
    for (const [uuid, taps] of this.gifts) {
      const amounts = paid.get(uuid)?.amounts ?? [];
      for (const [amount, { answers }] of taps) {
        if (answers.length > 0 && amount > Math.max(0, ...amounts)) {
          violation(`1: gift ${uuid} x${amount} was acknowledged and never paid`);
        }
        // Of a tap that had nothing left to pay the answer is the balance at that moment.
        if (amounts.includes(amount)) checkAnswers(`gift ${uuid} x${amount}`, answers, violation);
      }
    }
  }
}

function textOf(content: MessageContent): string {
  return content.kind === 'text' ? content.text : '';
}

function checkCounts(
  what: string,
  sent: Map<string, Sent>,
  counts: Map<string, number>,
  violation: (what: string) => void,
): void {
  for (const [name, count] of counts)
    if (count > 1 && sent.has(name)) violation(`3: ${what} ${name} counts ${count} times`);
  for (const [name, { answers }] of sent) {
    if (answers.length > 0 && !counts.has(name)) violation(`1: ${what} ${name} was acknowledged and is not there`);
  }
}

function checkAnswers(what: string, answers: readonly object[], violation: (what: string) => void): void {
  // Whether lists showed it in time is no part of what was done.
  const different = new Set(answers.map((answer) => JSON.stringify({ ...answer, upToDate: undefined })));
  if (different.size > 1) violation(`3: ${what} was answered differently: ${[...different]}`);
}

/** Whether beats were sent without a gap for the time after which somebody silent has left, or since the first one. */
function keptBeating(sentAtMs: readonly number[], untilMs: number): boolean {
  const sent = sentAtMs.filter((atMs) => atMs <= untilMs);
  const gaps = [...sent.slice(1), untilMs].map((atMs, n) => atMs - sent[n]!);
  let coveredMs = 0;
  for (const gapMs of gaps.reverse()) {
    if (coveredMs >= HEARTBEAT_INTERVAL_MS * MISSED_HEARTBEATS) return true;
    if (gapMs > HEARTBEAT_INTERVAL_MS + 1_000) return false;
    coveredMs += gapMs;
  }
  return sent.length > 0;
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What was written to somebody, and who called in vain, up to a position. */
function listed(monitor: Monitor, upTo: number): { position: number; to: number; by: number }[] {
  return [
    ...monitor
      .events('MessageSent')
      .map(({ position, data }) => ({ position, to: data.toUserId, by: data.from.userId })),
    ...monitor.events('DueExpired').map(({ position, data }) => ({ position, to: data.toId, by: data.fromId })),
    ...monitor
      .events('DueCancelled')
      .filter(({ data }) => data.by.userId === data.fromId)
      .map(({ position, data }) => ({ position, to: data.toId, by: data.fromId })),
  ].filter(({ position }) => position <= upTo);
}
