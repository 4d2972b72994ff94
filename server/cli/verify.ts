import type { Config } from '../../config.ts';
import { verifyLedger, verifyReadModels, verifyStreams } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import { type Command, SETTING_OPTIONS } from './command.ts';
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
    'The server must be stopped; of several processes, those with the role projections.',
    'The exit code is 1 when something differs.',
  ],
  options: SETTING_OPTIONS,
  maxWords: 0,
  run,
};

/** Exit code 0 only when the read models and the ledger are what the log says. */
async function run(config: Config): Promise<number> {
  return withReadModels(config, async ({ log, sealed, store }) => {
    const models = await verifyReadModels(sealed.viewLog, store, allViews);
    const { apps, pending, ...ledger } = await verifyLedger(log);
    const streams = await verifyStreams(log);
    const violations = [...ledger.violations, ...streams.violations];
    const violationCount = ledger.violationCount + streams.violationCount;
    console.log(
      `Read models: ${models.documents} documents against ${models.events} events, ${models.differenceCount} differences.`,
    );
    for (const { view, id, kind, stored, expected } of models.differences) {
      console.log(
        kind === 'stopped'
          ? `  ${view} is stopped: ${expected ?? stored} (npm run views)`
          : `  ${view} ${id} ${kind}: stored ${stored}, the log says ${expected}`,
      );
    }
    for (const { view, type, position, parkedAt } of models.parked) {
      console.log(
        `  ${view} leaves out ${type} at position ${position}, parked by an operator on ${new Date(parkedAt).toISOString()}`,
      );
    }
    for (const [appId, { wallets, granted, bought, held, spent, expired, removed, points }] of Object.entries(apps)) {
      console.log(
        `Ledger of ${appId}: ${wallets} wallets, granted ${granted} = held ${held} + spent ${spent} + expired ${expired} + removed ${removed}; ` +
          `${bought} of it was bought with money; hosts hold ${points} points.`,
      );
    }
    if (pending.toCredit + pending.toShow + pending.toGrant > 0) {
      console.log(
        `Under way: ${pending.toCredit} credits, ${pending.toShow} lines, gold of ${pending.toGrant} orders (the server carries them out when it starts).`,
      );
    }
    console.log(`Streams: ${streams.streams} folded as commands fold them.`);
    if (streams.ignored > 0) {
      console.log(`  ${streams.ignored} events of a newer release were left out, as they say one may.`);
    }
    for (const { position, message } of violations) console.log(`  at ${position}: ${message}`);
    console.log(`${violationCount} violations.`);
    return models.differenceCount + violationCount === 0 ? 0 : 1;
  });
}
