/** The server, as `main.ts serve --dev`, with a log that is kept as it is: what sealing costs is what the server itself takes more. */
import { readConfig } from '../../config.ts';
import { sealLog } from '../../event-store/sealing/seal-log.ts';
import { openEmbedded } from '../../server/engines.ts';
import { createLogger } from '../../server/log-output.ts';
import { startSalon } from '../../server/salon.ts';

const unsealed: typeof sealLog = async (stored, keys, options) => ({
  ...(await sealLog(stored, keys, options)),
  log: stored,
  viewLog: {
    head: () => stored.head(),
    readAll: (read) => stored.readAll(read),
    subscribe: (subscribe) => stored.subscribe(subscribe),
    openEvents: async (events) => events,
  },
  snapshots: (store) => store,
});

const config = readConfig(process.env, undefined, true);
const salon = await startSalon(config, createLogger(config.logLevel), ({ dataDir }) => openEmbedded(dataDir, unsealed));
await salon.ready;
process.once('SIGTERM', async () => {
  await salon.stop();
  process.exit();
});
console.log(`Now listening on ${salon.url}`);
