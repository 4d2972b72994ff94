import { FIRST_OPERATOR_PATH } from '../../api/operator/first.ts';
import { firstOperatorKey } from '../../application/operators/first.ts';
import type { Config, EngineUrls } from '../../config.ts';
import { createLogger } from '../log-output.ts';
import { isPushOn } from '../push-sender.ts';
import { type Salon, startSalon } from '../salon.ts';
import { servedApis } from '../served-apis.ts';
import { isPhoneSignInOn } from '../sms-sender.ts';
import { STOP_LIMIT_MS, stopRequest, unlessStopped } from '../stop-request.ts';
import { type Command, SETTING_OPTIONS } from './command.ts';

export const start: Command = {
  name: 'start',
  summary: 'the server, which is also what runs when no command is given',
  usage: [['start', 'listens on HOST and PORT until SIGINT or SIGTERM, which end it cleanly']],
  notes: ['What it reads from the environment: salon config, or README.md.'],
  options: SETTING_OPTIONS,
  maxWords: 0,
  failsWhen: 'it could not start: a port in use, settings that contradict each other, a store that cannot be opened',
  run,
};

export const dev: Command = {
  name: 'dev',
  summary: 'the same server in dev mode: /dev routes, built-in secrets, for this machine alone',
  usage: [['dev', 'as start --dev']],
  options: SETTING_OPTIONS,
  maxWords: 0,
  isDev: true,
  run,
};

/** After a stop the process is ended when it has not ended by itself within this time, in ms. */
const EXIT_MS = 500;

async function run(config: Config): Promise<number> {
  // From here on a signal asks to stop, also during the start.
  const stopRequested = stopRequest();
  for (const warning of config.warnings) console.error(`Warning: ${warning}.`.replace(/\?\.$/, '?'));
  const salon = await unlessStopped(startSalon(config, createLogger(config.logLevel)), stopRequested);
  if (!salon) {
    console.log('Stopped while it was starting.');
    process.exit(0);
  }
  await Promise.race([untilReady(salon), stopRequested, salon.mustStop]).catch(async (error) => {
    await salon.stop();
    throw error;
  });
  if (salon.isReady()) for (const line of await welcome(config, salon)) console.log(line);
  const signal = await Promise.race([stopRequested, salon.mustStop.then((sentence) => ({ sentence }))]);
  if (typeof signal === 'string') console.log(`${signal}: finishing what is under way …`);
  else {
    console.error(signal.sentence);
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  }
  await salon.stop();
  console.log('Stopped.');
  // Nothing should keep the process alive now; if a library's timer does, end it all the same.
  const code = typeof signal === 'string' ? 0 : 1;
  setTimeout(() => process.exit(code), EXIT_MS).unref();
  return code;
}

/** A start that takes longer says how far it has come, and again after each PROGRESS_MS. */
const QUIET_MS = 2_000;
const PROGRESS_MS = 5_000;

/** Waits until endpoints serve; says meanwhile how far the read models have come. */
async function untilReady(salon: Salon): Promise<void> {
  const say = () => {
    const { url } = salon;
    console.log(`Catching up with the log, ${url} answers 503 until then: ${salon.progress()}`);
    timer = setTimeout(say, PROGRESS_MS).unref();
  };
  let timer = setTimeout(say, QUIET_MS).unref();
  await salon.ready.finally(() => clearTimeout(timer));
}

/** Where a process on engines works, and at what. Hosts only: addresses hold passwords. */
function engineLines({ eventStore, mongo, redis }: EngineUrls, roles: Config['roles']): string[] {
  const [log, models, shared] = [eventStore, mongo, redis].map(hostsOf);
  return [
    `The log is in EventStoreDB at ${log}, the read models are in MongoDB at ${models}, what processes share is in Redis at ${shared}.`,
    `This process has the roles ${[...roles].join(', ')}.`,
  ];
}

/** The hosts in an engine's address: what stands between the password, if there is one, and path or options. */
function hostsOf(url: string): string {
  const [, hosts = ''] = /^[\w+.-]+:\/\/(?:[^/?]*@)?([^/?@]*)/s.exec(url) ?? [];
  return hosts;
}

/** The lines for an operator at start. Scripts wait for `listening on`; it comes after everything else that they may read. */
async function welcome(config: Config, { url, core, secretsFile }: Salon): Promise<string[]> {
  const { devKey } = core.settings;
  const mode = config.dev ? 'dev mode (loopback only; codes and gold at /dev)' : 'earnest: no /dev routes';
  const apis = servedApis(config.apps, config.console).map(
    ({ dialect, endpoints }) => `${dialect.name} (${endpoints.length} endpoints)`,
  );
  const lines = [`Salon serves ${apis.join(', ')} and sockets, in ${mode}.`];
  if (config.engines) lines.push(...engineLines(config.engines, config.roles));
  else lines.push(`The log and the read models are in ${config.dataDir}.`);
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
  if (!isPushOn(config)) {
    lines.push(
      'Nobody is notified while the app is closed: set PUSH_WEBHOOK_URL or PUSH_PROVIDERS (docs/operations.md).',
    );
  }
  if (!config.dev && Object.keys(config.paymentProviders).length === 0) {
    lines.push('Nobody can buy gold: set PAYMENT_PROVIDERS (docs/operations.md, Payments).');
  }
  // Where read models are not built yet nobody knows whether somebody operates; a later start tells.
  const asked = config.dev || config.console === 'off' ? null : firstOperatorKey(core);
  const firstKey = (await asked?.catch(() => null)) ?? null;
  if (firstKey !== null) {
    lines.push(
      `Nobody operates this installation yet. Stop it and run npm run operators -- add <name>, or give this key, good once, at ${url}/console (or to ${FIRST_OPERATOR_PATH}): ${firstKey}`,
    );
  }
  if (config.dev) {
    lines.push(`See two people in one room: open ${url}/demo/split?key=${devKey}`);
    lines.push(`Scripts show /dev that key as the header X-Dev-Key; a browser has it from that address.`);
  }
  lines.push(`Now listening on ${url}`);
  if (config.dev) lines.push('Next, in a second terminal: npm run demo. Ctrl-C stops cleanly.');
  return lines;
}
