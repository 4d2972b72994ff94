import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Logger } from 'pino';
import { type Config, ConfigError, readConfig } from './config.ts';
import { EmbeddedEventStore } from './event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from './event-store/embedded/log-file.ts';
import { DamagedLogError, StoreUnavailableError } from './event-store/event-store.ts';
import { StoreOpenError } from './event-store/store-open-error.ts';
import { EmbeddedReadModelStore, READ_MODELS_FILE } from './projections/embedded/store.ts';
import { listViews } from './projections/list-views.ts';
import { DamagedReadModelsError, type ReadModelStore } from './projections/read-models.ts';
import { pickViews, rebuildViews } from './projections/rebuild.ts';
import { verifyLedger, verifyReadModels, verifyStreams } from './projections/verify.ts';
import { park, unpark } from './projections/view-notes.ts';
import { allViews } from './projections/views/all.ts';
import { type Engines, openEngines } from './server/engines.ts';
import { createLogger, surviveLostOutput } from './server/log-output.ts';
import { type Salon, startSalon } from './server/salon.ts';
import { hookKeyOf } from './server/secrets.ts';
import { servedApis } from './server/served-apis.ts';
import { readSecrets, SecretsFileError } from './server/settings/secrets-file.ts';
import { isPhoneSignInOn } from './server/sms-sender.ts';
import { PROJECTIONS } from './server/start-read-models.ts';
import { stopRequest, unlessStopped } from './server/stop-request.ts';
import { createClock } from './workers/clock.ts';
import type { JobQueue } from './workers/jobs.ts';
import { hold } from './workers/lease.ts';
import { listJobs } from './workers/list-jobs.ts';

const USAGE = `usage: node --import tsx main.ts [--dev] [--roles a,b] [command]
  (none)             the server; --dev: with the /dev routes, for this machine alone
  verify             folds the log again: compares every read model with it, the ledger with itself, and folds each
                     stream as commands do; the server
                     (of several processes, those with the role projections) must be stopped
  views              lists the views: how far each has come, which is stopped at which event; also beside a running server
  views park <view> <position>
                     lets a view leave out the event at which it is stopped; the running server then takes it up again
  views unpark <view> <position>
                     takes that back; rebuild the view then
  rebuild [view …]   builds read models anew, then switches; what must be stopped is the same
  backup <file>      writes a consistent copy of the log; the server must be stopped
  jobs               lists the jobs that are open and those that failed for good, also beside a running server
  jobs retry <id>    tries one of the latter again
  sms-key            prints the key with which a receiver of SMS_WEBHOOK_URL checks Salon-Signature`;

/** How long a stopped server may take to end by itself, in ms. */
const EXIT_MS = 500;

async function serve(config: Config, logger: Logger): Promise<number> {
  // From here on a signal is a wish to stop, also while still starting.
  const stopRequested = stopRequest();
  for (const warning of config.warnings) console.error(`Warning: ${warning}.`.replace(/\?\.$/, '?'));
  const salon = await unlessStopped(startSalon(config, logger), stopRequested);
  if (!salon) {
    console.log('Stopped while it was starting.');
    process.exit(0);
  }
  await Promise.race([untilReady(salon), stopRequested]).catch(async (error) => {
    await salon.stop();
    throw error;
  });
  if (salon.isReady()) for (const line of welcome(config, salon)) console.log(line);
  const signal = await stopRequested;
  console.log(`${signal}: finishing what is under way …`);
  await salon.stop();
  console.log('Stopped.');
  // Nothing should be left to wait for; should a timer of a library be, the process ends all the same.
  setTimeout(() => process.exit(), EXIT_MS).unref();
  return 0;
}

/** A start that takes longer tells how far it has come, at first and then as often as PROGRESS_MS. */
const QUIET_MS = 2_000;
const PROGRESS_MS = 5_000;

/** Waits until endpoints serve; says meanwhile what the server, which listens already, is waiting for. */
async function untilReady(salon: Salon): Promise<void> {
  const say = () => {
    const { url } = salon;
    console.log(`Catching up with the log, ${url} answers 503 until then: ${salon.progress()}`);
    timer = setTimeout(say, PROGRESS_MS).unref();
  };
  let timer = setTimeout(say, QUIET_MS).unref();
  await salon.ready.finally(() => clearTimeout(timer));
}

/** What an operator reads at start; `listening on` comes last of what scripts wait for. */
function welcome(config: Config, { url, core, secretsFile }: Salon): string[] {
  const { devKey } = core.settings;
  const mode = config.dev ? 'dev mode (loopback only; codes and gold at /dev)' : 'earnest: no /dev routes';
  const apis = servedApis(config.apps).map(
    ({ dialect, endpoints }) => `${dialect.name} (${endpoints.length} endpoints)`,
  );
  const lines = [`Salon serves ${apis.join(', ')} and sockets, in ${mode}.`];
  if (!config.engines) lines.push(`The log and the read models are in ${config.dataDir}.`);
  if (secretsFile) {
    lines.push(
      `Secrets that were not given are kept in ${secretsFile}: the RTC server of conferences needs its rtc key and secret.`,
    );
  }
  if (!isPhoneSignInOn(config)) {
    lines.push(
      'Nobody can sign in by phone: set SMS_WEBHOOK_URL to where codes are posted, or try Salon out with npm run dev.',
    );
  }
  if (config.dev)
    lines.push(`/dev wants the key ${devKey} as the header X-Dev-Key, or from a browser: ${url}/dev?key=${devKey}`);
  lines.push(`Now listening on ${url}`);
  if (config.dev) lines.push('Next, in a second terminal: npm run demo. Ctrl-C stops cleanly.');
  return lines;
}

/** Opens the engines for one command. */
async function withEngines(config: Config, run: (engines: Engines) => Promise<number>): Promise<number> {
  const engines = await openEngines(config, createLogger(config.logLevel));
  return run(engines).finally(() => engines.stop());
}

/** Nobody keeps the read models meanwhile: of several processes those with that role must have been stopped. */
async function withReadModels(config: Config, run: (engines: Engines) => Promise<number>): Promise<number> {
  return withEngines(config, async (engines) => {
    const lease = engines.lease?.(PROJECTIONS);
    if (!lease) return run(engines);
    const held = await hold(lease);
    if (!held) {
      throw new ConfigError([
        'A process with the role projections keeps the read models: stop those processes first, the others may go on.',
      ]);
    }
    return run(engines).finally(() => held.release());
  });
}

/** `npm run verify`: exit code 0 only when the read models and the ledger are what the log says. */
async function verify(config: Config): Promise<number> {
  return withReadModels(config, async ({ log, store }) => {
    const models = await verifyReadModels(log, store, allViews);
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
    for (const [appId, { wallets, granted, held, spent, expired, removed, points }] of Object.entries(apps)) {
      console.log(
        `Ledger of ${appId}: ${wallets} wallets, granted ${granted} = held ${held} + spent ${spent} + expired ${expired} + removed ${removed}; ` +
          `hosts hold ${points} points.`,
      );
    }
    if (pending.toCredit + pending.toShow > 0) {
      console.log(
        `Under way: ${pending.toCredit} credits, ${pending.toShow} lines (the server carries them out when it starts).`,
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

/** `npm run rebuild [view …]`. */
async function rebuild(config: Config, names: string[]): Promise<number> {
  const views = names.length === 0 ? [...allViews] : pickViews(allViews, names);
  return withReadModels(config, async ({ log, store }) => {
    const startedAt = performance.now();
    const { events, writes, targets, stopped } = await rebuildViews(store, log, views);
    const seconds = (performance.now() - startedAt) / 1000;
    const list = targets.map(({ view }) => view.name).join(', ') || 'nothing';
    console.log(`Built ${list} from ${events} events: ${writes} writes in ${seconds.toFixed(1)} s.`);
    for (const { message } of stopped) console.error(`Not built: ${message}. What served before is left as it is.`);
    return stopped.length === 0 ? 0 : 1;
  });
}

/** `npm run backup <file>`. */
async function backup(config: Config, [file]: string[]): Promise<number> {
  if (file === undefined) throw new ConfigError(['backup needs the name of a file to write', USAGE]);
  const target = resolve(file);
  if (existsSync(target))
    throw new ConfigError([`${target} exists already: name a new file, so that no backup is lost`]);
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch (error) {
    throw new ConfigError([`${target} cannot be written (${(error as Error).message})`]);
  }
  return withEngines(config, async ({ log }) => {
    if (!(log instanceof EmbeddedEventStore))
      throw new ConfigError(['back an engine up with its own tools: docs/operations.md says how']);
    await log.backup(target);
    console.log(`Wrote ${target}. To restore: put it into an empty DATA_DIR as ${LOG_FILE}, and start.`);
    return 0;
  });
}

/** `npm run jobs`, `npm run jobs -- retry <id>`. */
async function jobs(config: Config, [verb, id, ...rest]: string[]): Promise<number> {
  if (verb !== undefined && (verb !== 'retry' || id === undefined || rest.length > 0))
    throw new ConfigError(['jobs takes nothing, or retry and the id of a parked job', USAGE]);
  if (!config.engines) {
    if (id !== undefined)
      throw new ConfigError([
        'Without Redis jobs are parked in the server itself: restart it, and it tries them again.',
      ]);
    const store = await EmbeddedReadModelStore.openSnapshot({ dir: config.dataDir });
    return showJobs(store, null).finally(() => store.close());
  }
  return withEngines(config, async ({ store, jobQueue }) => {
    const queue = jobQueue(createClock());
    try {
      if (id === undefined) return await showJobs(store, queue);
      const isParked = await queue.retry(id);
      console.log(isParked ? `${id} is tried again.` : `There is no parked job ${id}: npm run jobs lists them.`);
      return isParked ? 0 : 1;
    } finally {
      await queue.close();
    }
  });
}

async function showJobs(store: ReadModelStore, queue: JobQueue | null): Promise<number> {
  for (const line of await listJobs(store, queue, Date.now())) console.log(line);
  return 0;
}

/** `npm run views`, `npm run views -- park <view> <position>`, the same with unpark. All of it also beside a running server. */
async function views(config: Config, [verb, view, text, ...rest]: string[]): Promise<number> {
  const position = Number(text);
  const isParking = (verb === 'park' || verb === 'unpark') && view !== undefined && Number.isSafeInteger(position);
  if (verb !== undefined && (!isParking || rest.length > 0))
    throw new ConfigError(['views takes nothing, or park (or unpark), the name of a view and a position', USAGE]);
  if (config.engines) {
    return withEngines(config, async ({ store, log }) => showViews(store, await log.head(), verb, view, position));
  }
  const { dataDir: dir } = config;
  // SQLite itself keeps two writers apart, and one note is written: the server need not stop for it.
  const isThere = existsSync(resolve(dir, READ_MODELS_FILE));
  if (!isThere) throw new ConfigError([`There are no read models in ${dir} yet: start the server first.`]);
  const store = await (isParking ? EmbeddedReadModelStore.open({ dir }) : EmbeddedReadModelStore.openSnapshot({ dir }));
  return showViews(store, null, verb, view, position).finally(() => store.close());
}

async function showViews(
  store: ReadModelStore,
  head: number | null,
  verb: string | undefined,
  view: string | undefined,
  position: number,
): Promise<number> {
  if (view !== undefined && verb === 'park') {
    const { type, stream } = await park(store, view, position, Date.now());
    console.log(`${view} leaves out ${type} at position ${position} of ${stream}; a running server takes it up again.`);
  } else if (view !== undefined) {
    await unpark(store, view, position);
    console.log(
      `${view} takes the event at position ${position} again from its next rebuild on: npm run rebuild ${view}`,
    );
  } else for (const line of await listViews(store, allViews, head)) console.log(line);
  return 0;
}

/** `npm run sms-key`. */
async function smsKey(config: Config): Promise<number> {
  const secret = config.secret ?? readSecrets(config.dataDir)?.salon;
  if (secret === undefined && config.smsWebhookSecret === '')
    throw new ConfigError([
      'There is no secret yet that the key follows from: start the server once, or set SALON_SECRET',
    ]);
  console.log(hookKeyOf(config, secret ?? ''));
  return 0;
}

const COMMANDS: Record<string, (config: Config, args: string[]) => Promise<number>> = {
  'sms-key': smsKey,
  verify,
  views,
  rebuild,
  backup,
  jobs,
};

/** An operator's mistake or a trouble of the machine, in one sentence (several for a configuration); null for a bug. */
function explain(error: unknown, config: Config | null): string | null {
  const known = [
    ConfigError,
    SecretsFileError,
    StoreOpenError,
    DamagedLogError,
    StoreUnavailableError,
    DamagedReadModelsError,
    RangeError,
  ];
  if (known.some((kind) => error instanceof kind)) return (error as Error).message;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'EADDRINUSE')
    return `Port ${config?.port} of ${config?.host} is in use: stop what uses it, or set PORT to another one.`;
  if (code === 'EACCES') return `Port ${config?.port} may not be used by this user: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST=${config?.host} is no address of this machine: set HOST to one.`;
  return null;
}

/** `--dev`, and `--roles a,b` (or `--roles=a,b`), anywhere; the other words are the command and its arguments. */
function commandLine(given: string[]): { dev: boolean; roles: string | undefined; words: string[] } {
  const args = given.filter((arg) => arg !== '--dev');
  const dev = args.length < given.length;
  const at = args.findIndex((arg) => arg === '--roles' || arg.startsWith('--roles='));
  if (at < 0) return { dev, roles: process.env.ROLES, words: args };
  const isApart = args[at] === '--roles';
  const roles = (isApart ? args[at + 1] : args[at]!.slice('--roles='.length)) || 'none given';
  return { dev, roles, words: args.toSpliced(at, isApart ? 2 : 1) };
}

// What Salon writes, backups among it, is for the user that it runs as.
process.umask(0o077);
surviveLostOutput();
let config: Config | null = null;
try {
  const { dev, roles, words } = commandLine(process.argv.slice(2));
  const [name, ...args] = words;
  config = readConfig(process.env, roles, dev);
  const command = name === undefined ? null : COMMANDS[name];
  if (command === undefined) throw new ConfigError([`there is no command ${name}`, USAGE]);
  process.exitCode = command ? await command(config, args) : await serve(config, createLogger(config.logLevel));
} catch (error) {
  const sentence = explain(error, config);
  if (sentence === null) throw error;
  console.error(sentence);
  process.exitCode = 1;
}
