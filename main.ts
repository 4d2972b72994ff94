import { type Logger, pino } from 'pino';
import { heiheiEndpoints } from './api/heihei/endpoints.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { EmbeddedEventStore } from './event-store/embedded/embedded-event-store.ts';
import { DamagedLogError, StoreUnavailableError } from './event-store/event-store.ts';
import { lockStore, StoreOpenError } from './event-store/sqlite.ts';
import { EmbeddedReadModelStore } from './projections/embedded/store.ts';
import { pickViews } from './projections/projector.ts';
import { rebuildViews } from './projections/rebuild.ts';
import { verifyLedger, verifyReadModels } from './projections/verify.ts';
import { allViews } from './projections/views/all.ts';
import { startSalon } from './salon.ts';

const USAGE = `usage: node --import tsx main.ts [command]
  (none)             the server
  verify             folds the log again, compares every read model with it, and the ledger with itself
  rebuild [view …]   builds read models anew, then switches; the server must be stopped
  backup <file>      writes a consistent copy of the log; the server must be stopped`;

async function serve(config: Config, logger: Logger): Promise<number> {
  const salon = await startSalon(config, logger);
  const mode = config.dev ? 'dev mode (loopback only; codes and gold at /dev)' : 'production mode';
  console.log(`Salon serves ${heiheiEndpoints.length} endpoints of heihei's API and its sockets, in ${mode}.`);
  console.log(`The log and the read models are in ${config.dataDir}.`);
  console.log(`Now listening on ${salon.url}`);
  if (config.dev) console.log('Next, in a second terminal: npm run demo. Ctrl-C stops cleanly.');
  const signal = await new Promise<string>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  console.log(`${signal}: finishing what is under way …`);
  await salon.stop();
  console.log('Stopped.');
  return 0;
}

const COMMANDS: Record<string, (config: Config, args: string[]) => Promise<number>> = { verify, rebuild, backup };

/** An operator's mistake or a trouble of the machine, in one sentence (several for a configuration); null for a bug. */
function explain(error: unknown, config: Config | null): string | null {
  const known = [ConfigError, StoreOpenError, DamagedLogError, StoreUnavailableError];
  if (known.some((kind) => error instanceof kind)) return (error as Error).message;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'EADDRINUSE')
    return `Port ${config?.port} of ${config?.host} is in use: stop what uses it, or set PORT to another one.`;
  if (code === 'EACCES') return `Port ${config?.port} may not be used by this user: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST=${config?.host} is no address of this machine: set HOST to one.`;
  return null;
}

let config: Config | null = null;
try {
  const [name, ...args] = process.argv.slice(2);
  config = readConfig(process.env);
  const command = name === undefined ? null : COMMANDS[name];
  if (command === undefined) throw new ConfigError([`there is no command ${name}`, USAGE]);
  process.exitCode = command ? await command(config, args) : await serve(config, pino({ level: config.logLevel }));
} catch (error) {
  const sentence = explain(error, config);
  if (sentence === null) throw error;
  console.error(sentence);
  process.exitCode = 1;
}
