import type { Client } from './client.ts';
import { PATIENCE_MS } from './promises.ts';

/** To whom a message goes: the other one of two, or the group of all. */
type Recipient = 'partner' | 'group';

/** A message that a person writes. Its text is its Idempotency-Key, too, so that sending it again counts once. */
interface Letter {
  text: string;
  to: Recipient;
}

/** Writes messages, one after the other: a message whose answer is lost is sent again under its key before the next one is written. */
export class LetterWriter {
  readonly client: Client;
  readonly partner: Client;
  readonly groupId: number;
  /** By text; `msgId` is of the first answer. */
  readonly acknowledged = new Map<string, { msgId: number; to: Recipient }>();
  /** Texts whose repetition was answered with another id than they were at first. */
  readonly answeredAnew: string[] = [];
  /** Messages and repetitions that were answered. */
  answers = 0;
  private last: Letter | null = null;
  private count = 0;

  /** Writes to `partner` and to a group that both are in. */
  constructor(client: Client, partner: Client, groupId: number) {
    this.client = client;
    this.partner = partner;
    this.groupId = groupId;
  }

  /** Sends the next message; the last one again while that is not acknowledged. Rejects when the server is gone. */
  async write(to: Recipient): Promise<void> {
    if (this.last === null || this.acknowledged.has(this.last.text)) this.last = this.next(to);
    await this.send(this.last);
  }

  /** Sends the last message again, whether it was acknowledged or not: to be called first when the server is there again. */
  async repeat(): Promise<void> {
    if (this.last) await this.send(this.last);
  }

  /** Writes a message, and sends it again until its answer says that it is shown, and with it all that is before it in the log. */
  async writeUntilShown(to: Recipient): Promise<void> {
    const letter = this.next(to);
    this.last = letter;
    const startedAt = performance.now();
    for (;;) {
      const answer = await this.send(letter);
      if (answer.errorcode !== 0) throw new Error(`${letter.text}: ${answer.errorcode} ${answer.errormsg}`);
      if (answer.upToDate !== false) return;
      if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`${letter.text} is not shown`);
    }
  }

  private next(to: Recipient): Letter {
    return { text: `${this.client.name}-${++this.count}`, to };
  }

  private async send({ text, to }: Letter) {
    const recipient: Record<string, number> =
      to === 'group' ? { groupId: this.groupId } : { toUserId: this.partner.userId };
    const params = { ...recipient, msgType: 'text', text };
    const answer = await this.client.call('/api/msg/send-im', params, { 'Idempotency-Key': text });
    this.answers++;
    if (answer.errorcode !== 0) return answer;
    const msgId = Number(answer.msgId);
    const first = this.acknowledged.get(text);
    if (first === undefined) this.acknowledged.set(text, { msgId, to });
    else if (first.msgId !== msgId) this.answeredAnew.push(text);
    return answer;
  }
}

export interface LettersAudit {
  /** Acknowledged, but not shown to everybody in the conversation under the id of the answer. */
  lost: string[];
  /** Shown more than once to somebody. */
  twice: string[];
  /** `LetterWriter.answeredAnew`. */
  answeredAnew: string[];
  /** Conversations that are not in one order for all, or not in the order in which a person wrote. */
  disordered: string[];
  /** What is unread, where it is not what others wrote or not the sum of what is listed. */
  miscounted: string[];
}

/** What a person reads: with another person, or in a group. */
type Place = { userId: number } | { groupId: number };
type Seen = { from: number; text: string; msgId: number };

/**
 * Reads all conversations as each person in them does, and compares. Nobody must have read any of it before by `read-im`. To be called
 * when everything is shown (`writeUntilShown`). `readers` are in the group and write nothing.
 */
export async function auditLetters(
  writers: readonly LetterWriter[],
  readers: readonly Client[],
): Promise<LettersAudit> {
  const audit: LettersAudit = {
    ...{ lost: [], twice: [], disordered: [], miscounted: [] },
    answeredAnew: writers.flatMap(({ answeredAnew }) => answeredAnew),
  };
  const { groupId } = writers[0]!;
  const clients = writers.map(({ client }) => client);
  const unread = new Map([...clients, ...readers].map((client) => [client, new Map<number, number>()]));
  const compare = async (name: string, written: string[], places: [Client, Place][]) => {
    const histories = await Promise.all(places.map(([client, place]) => historyOf(client, place)));
    const ids = histories.map((history) => history.map(({ msgId }) => msgId).join());
    if (new Set(ids).size > 1 || !isInOrder(histories[0]!)) audit.disordered.push(name);
    for (const [n, history] of histories.entries()) {
      const names = new Set(history.map(nameOf));
      const texts = history.map(({ text }) => text);
      audit.lost.push(...written.filter((letter) => !names.has(letter)));
      audit.twice.push(...texts.filter((text, at) => texts.indexOf(text) !== at));
      const [client, place] = places[n]!;
      const ofOthers = history.filter(({ from }) => from !== client.userId).length;
      unread.get(client)!.set('groupId' in place ? place.groupId : place.userId, ofOthers);
    }
  };
  for (const { client, partner } of writers) {
    if (client.userId > partner.userId) continue;
    const both = writers.filter((writer) => writer.client === client || writer.client === partner);
    await compare(`${client.name} and ${partner.name}`, writtenBy(both, 'partner'), [
      [client, { userId: partner.userId }],
      [partner, { userId: client.userId }],
    ]);
  }
  const members = [...clients, ...readers].map((client): [Client, Place] => [client, { groupId }]);
  await compare('group', writtenBy(writers, 'group'), members);
  for (const [client, counts] of unread) audit.miscounted.push(...(await wrongCounts(client, counts)));
  // Each message once, however many people it is missing or doubled for.
  return { ...audit, lost: [...new Set(audit.lost)], twice: [...new Set(audit.twice)] };
}

/** The acknowledged messages to partners or to the group, as `nameOf` names them. */
function writtenBy(writers: readonly LetterWriter[], to: Recipient): string[] {
  return writers.flatMap(({ acknowledged }) =>
    [...acknowledged].filter(([, letter]) => letter.to === to).map(([text, { msgId }]) => nameOf({ text, msgId })),
  );
}

const nameOf = ({ text, msgId }: { text: string; msgId: number }) => `${text} (${msgId})`;

/** Whether each person's messages stand in the order in which they were written. */
function isInOrder(history: readonly Seen[]): boolean {
  const last = new Map<number, number>();
  return history.every(({ from, text }) => {
    const no = Number(text.slice(text.lastIndexOf('-') + 1));
    const isLater = no > (last.get(from) ?? 0);
    last.set(from, no);
    return isLater;
  });
}

/** All that a person is shown of a conversation, the oldest first. */
async function historyOf(client: Client, place: Place): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let before: number | undefined; ; before = seen[0]!.msgId) {
    const page = { ...place, limit: 50, ...(before !== undefined && { before }) };
    const { messages } = (await client.must('/api/msg/im-history', page)) as unknown as {
      messages: { msg: { fromUserId: number; msgId: number; content: { text: string } } }[];
    };
    if (messages.length === 0) return seen;
    const older = messages.map(({ msg }) => ({ from: msg.fromUserId, text: msg.content.text, msgId: msg.msgId }));
    seen.unshift(...older.reverse());
  }
}

/** How many messages a person's list says are unread, in all. */
export async function unreadOf(client: Client): Promise<number> {
  return Number((await client.must('/api/msg/message-list')).unreadMsgCount);
}

/** Where the list says something else than is unread: `counts`, by person or group. */
async function wrongCounts(client: Client, counts: ReadonlyMap<number, number>): Promise<string[]> {
  const list = (await client.must('/api/msg/message-list')) as unknown as {
    messages: { fromUserId: number; data: { unread: number } }[];
    groups: { groupId: number; unread: number }[];
    unreadMsgCount: number;
  };
  const listed = new Map<number, number>([
    ...list.messages.map(({ fromUserId, data }) => [fromUserId, data.unread] as const),
    ...list.groups.map(({ groupId, unread }) => [groupId, unread] as const),
  ]);
  const sum = [...listed.values()].reduce((total, count) => total + count, 0);
  const wrong = [...new Set([...counts.keys(), ...listed.keys()])].filter(
    (id) => (counts.get(id) ?? 0) !== (listed.get(id) ?? 0),
  );
  return [
    ...wrong.map((id) => `${client.name} of ${id}: ${counts.get(id) ?? 0} unread, ${listed.get(id) ?? 0} listed`),
    ...(sum === list.unreadMsgCount ? [] : [`${client.name}: ${sum} listed, ${list.unreadMsgCount} in all`]),
  ];
}
