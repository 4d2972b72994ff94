import type { Config } from '../../config.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { SealedLog } from '../../event-store/sealing/seal-log.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import {
  type LedgerReport,
  type ReadModelReport,
  type StreamReport,
  verifyLedger,
  verifyReadModels,
  verifyStreams,
} from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import { openLogBeside, openReadModelsBeside } from './beside.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';
import { Progress } from './progress.ts';
import { withReadModels } from './with-engines.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'folds the log again, and compares the read models and the ledger with it',
  usage: [
    [
      'verify',
      'compares every read model with the log and the ledger with itself, and folds each stream as commands do',
    ],
  ],
  notes: [
    'Also beside a running server, whose log and read models are looked at as of one moment. Its write-ahead files are not',
    'shortened meanwhile. With engines the processes with the role projections must be stopped.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 0,
  failsWhen: 'something differs, or the log is damaged',
  run,
};

interface Stores {
  log: EventStore;
  sealed: SealedLog;
  store: ReadModelStore;
}

/** Exit code 0 only when the read models and the ledger are what the log says. */
async function run(config: Config, _words: string[], { output, giveWay }: Call): Promise<number> {
  const report = config.engines ? await withReadModels(config, verifyStores) : await verifyBeside(config, giveWay);
  output.say(...linesOf(report));
  const { models, ledger, streams } = report;
  const differences = models.differenceCount;
  const violations = ledger.violationCount + streams.violationCount;
  output.give({ isRight: differences + violations === 0, differences, violations, ...report });
  return differences + violations === 0 ? 0 : 1;
}

/** The read models first: the log then has every event that they were folded from. */
async function verifyBeside(config: Config, giveWay: () => void): Promise<Verified> {
  giveWay();
  const store = await openReadModelsBeside(config);
  try {
    const { log, sealed, stop } = await openLogBeside(config);
    return await verifyStores({ log, sealed, store }).finally(stop);
  } finally {
    await store.close();
  }
}

interface Verified {
  models: ReadModelReport;
  ledger: LedgerReport;
  streams: StreamReport;
}

async function verifyStores({ log, sealed, store }: Stores): Promise<Verified> {
  const head = await log.head();
  const follow = async <T>(what: string, work: (onProgress: (events: number) => void) => Promise<T>) => {
    const progress = new Progress(what, { unit: 'events' });
    return work((events) => progress.at(events, head)).finally(() => progress.end());
  };
  return {
    models: await follow('read models', (onProgress) =>
      verifyReadModels(sealed.viewLog, store, allViews, { onProgress }),
    ),
    ledger: await follow('ledger', (onProgress) => verifyLedger(log, { onProgress })),
    streams: await follow('streams', (onProgress) => verifyStreams(log, { onProgress })),
  };
}

function linesOf({ models, ledger, streams }: Verified): string[] {
  const { apps, pending } = ledger;
  const lines = [
    `Read models: ${models.documents} documents against ${models.events} events, ${models.differenceCount} differences.`,
  ];
  for (const { view, id, kind, stored, expected } of models.differences) {
    lines.push(
      kind === 'stopped'
        ? `  ${view} is stopped: ${expected ?? stored} (salon views)`
        : `  ${view} ${id} ${kind}: stored ${stored}, the log says ${expected}`,
    );
  }
  for (const { view, type, position, parkedAt } of models.parked) {
    lines.push(
      `  ${view} leaves out ${type} at position ${position}, parked by an operator on ${new Date(parkedAt).toISOString()}`,
    );
  }
  for (const [appId, app] of Object.entries(apps)) {
    const { wallets, granted, bought, exchanged, held, spent, expired, removed } = app;
    const { points, exchangedPoints, pendingPoints, paidPoints } = app;
    const earned = points + exchangedPoints + pendingPoints + paidPoints;
    lines.push(
      `Ledger of ${appId}: ${wallets} wallets, granted ${granted} = held ${held} + spent ${spent} + expired ${expired} + removed ${removed}; ` +
        `${bought} of it was bought with money, ${exchanged} was points. ` +
        `Points: earned ${earned} = held ${points} + exchanged ${exchangedPoints} + pending ${pendingPoints} + paid ${paidPoints}.`,
    );
  }
  if (pending.toCredit + pending.toShow + pending.toGrant > 0) {
    lines.push(
      `Under way: ${pending.toCredit} credits, ${pending.toShow} lines, gold of ${pending.toGrant} orders (the server carries them out).`,
    );
  }
  lines.push(`Streams: ${streams.streams} folded as commands fold them.`);
  if (streams.ignored > 0)
    lines.push(`  ${streams.ignored} events of a newer release were left out, as they say one may.`);
  for (const { position, message } of [...ledger.violations, ...streams.violations])
    lines.push(`  at ${position}: ${message}`);
  return [...lines, `${ledger.violationCount + streams.violationCount} violations.`];
}
