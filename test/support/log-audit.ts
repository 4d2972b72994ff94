import type { Client } from './client.ts';

export interface LogEvent {
  type: string;
  id: string;
  stream: string;
  data: Record<string, unknown>;
}

/** Every acknowledged gift (by its gift_uuid) and text. */
export interface Acknowledged {
  gifts: Set<string>;
  texts: Set<string>;
}

export interface Audit {
  /** Acknowledged, but not in the log. */
  lost: string[];
  /** In the log more than once: a gift, a text, or a leg of a purchase. */
  twice: string[];
  /** Bought, but not credited or not shown. */
  unfinished: string[];
}

/** The whole log, over the dev route. */
export async function wholeLog(client: Client): Promise<LogEvent[]> {
  const all: LogEvent[] = [];
  for (let after = 0; ; ) {
    const page = (await client.dev('GET', `/dev/events?after=${after}&limit=1000`)) as {
      events: LogEvent[];
      next: number;
    };
    all.push(...page.events);
    if (page.events.length === 0 || page.next === after) return all;
    after = page.next;
  }
}

function countBy(log: LogEvent[], type: string, field: string): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const event of log) {
    if (event.type === type) counts.set(event.data[field], (counts.get(event.data[field]) ?? 0) + 1);
  }
  return counts;
}

/** Compares a log with what was acknowledged: everything is there, nothing twice, every purchase has its two legs. */
export function auditLog(log: LogEvent[], { gifts, texts }: Acknowledged): Audit {
  const bought = countBy(log, 'GiftBought', 'comboId');
  const said = countBy(log, 'TextSaid', 'text');
  const credited = countBy(log, 'PointsCredited', 'purchaseEventId');
  const shown = countBy(log, 'GiftShown', 'purchaseEventId');
  const purchases = log.filter((event) => event.type === 'GiftBought');
  const repeated = (counts: Map<unknown, number>) =>
    [...counts].filter(([, count]) => count > 1).map(([key]) => String(key));
  return {
    lost: [...[...gifts].filter((key) => !bought.has(key)), ...[...texts].filter((text) => !said.has(text))],
    twice: [bought, said, credited, shown].flatMap(repeated),
    unfinished: purchases
      .filter(({ id }) => !credited.has(id) || !shown.has(id))
      .map(({ data }) => String(data.comboId)),
  };
}

/** The log once it no longer changes or all purchases are finished; the audit names purchases that stay unfinished. */
export async function settledLog(client: Client, acknowledged: Acknowledged): Promise<LogEvent[]> {
  for (let before = -1; ; ) {
    const log = await wholeLog(client);
    if (auditLog(log, acknowledged).unfinished.length === 0 || log.length === before) return log;
    before = log.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
