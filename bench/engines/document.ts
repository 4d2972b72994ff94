import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { tableOf } from '../../projections/query.ts';
import type { View } from '../../projections/read-models.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { median, pairedRatio, short } from '../report.ts';
import type { EnginesPlan } from './plan.ts';
import type { Server } from './servers.ts';

const IDS = Array.from({ length: 4 }, (_, n) => `heihei.${n + 1}`);
/** About as long as a card. */
const BODY = JSON.stringify({ text: 'x'.repeat(300) });
/** Short turns of both, so that what else the machine does meets both alike. */
const TURNS_PER_RUN = 8;

/** What a document by its id costs this process: through our store, and by the bare driver from the same collection. By turns, medians, as Markdown. */
export async function measureDocument(server: Server, { runs, queries }: EnginesPlan): Promise<string> {
  const database = `salon-bench-${randomBytes(6).toString('hex')}`;
  const store = await MongoReadModelStore.open({ url: server.url, database });
  const client = await MongoClient.connect(server.url);
  const db = client.db(database);
  try {
    const view: View = userCards;
    const table = tableOf(view, 1);
    await store.prepare(table, view);
    const documents = IDS.map((id, n) => ({ id, body: BODY, position: n + 1 }));
    await store.write([{ table, documents, checkpoint: IDS.length }]);
    const [{ name }] = (await db.listCollections({ name: /^documents\./ }).toArray()) as [{ name: string }];
    const bare = db.collection<{ _id: string }>(name);
    const byStore = (id: string) => store.load(table, [id]);
    const byDriver = (id: string) => bare.findOne({ _id: id });
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let turn = 0; turn <= runs * TURNS_PER_RUN; turn++) {
      const own = await spentUs(queries, byStore);
      const driver = await spentUs(queries, byDriver);
      // The first turn does not count.
      if (turn === 0) continue;
      ours.push(own);
      theirs.push(driver);
    }
    return [
      '| one document by id | our CPU µs |',
      '| --- | --- |',
      `| the store | ${short(median(ours))} |`,
      `| the bare driver, \`findOne\` on the same collection | ${short(median(theirs))} |`,
      `| ratio (goal: at most 1.3) | ${short(pairedRatio(ours, theirs))} |`,
    ].join('\n');
  } finally {
    await db.dropDatabase();
    await client.close();
    await store.close();
  }
}

async function spentUs(count: number, ask: (id: string) => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < count; n++) await ask(IDS[n % IDS.length]!);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
