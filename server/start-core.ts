import type { Logger } from 'pino';
import type { FileRoutes } from '../api/http/file-requests.ts';
import { createMeasures, type Measures } from '../api/ops/core-metrics.ts';
import { Apps } from '../application/apps.ts';
import type { ApiSettings, Core } from '../application/core.ts';
import { Feeds } from '../application/operators/feeds.ts';
import { Words } from '../application/texts/words.ts';
import type { Config } from '../config.ts';
import {
  type CommandHandler,
  createCommandHandler,
  type WatchedCommandHandler,
} from '../event-store/command-handler.ts';
import { NewerEvents } from '../event-store/newer-events.ts';
import { observeOthers } from '../event-store/observe-others.ts';
import type { SimulatedPayments } from '../payments/simulated.ts';
import { checkNotAhead } from '../projections/log-match.ts';
import { allViews } from '../projections/views/all.ts';
import { messagesOf } from '../realtime/heihei/index.ts';
import type { SimulatedThirdParties } from '../third-parties/simulated.ts';
import type { AdjustableClock } from '../workers/clock.ts';
import type { Heartbeats } from '../workers/heartbeats.ts';
import type { OnlineUsers } from '../workers/online-users.ts';
import { RecordedPushes } from '../workers/push/recorded-pushes.ts';
import { reactorGroups } from '../workers/reactors/all.ts';
import { ERASURE_GROUP } from '../workers/reactors/erasures.ts';
import { FILES_GROUP } from '../workers/reactors/files.ts';
import { LINES_GROUP } from '../workers/reactors/lines.ts';
import { MEDIA_GROUP } from '../workers/reactors/media.ts';
import { reactorCheckpoints } from '../workers/run-reactors.ts';
import { clientAddressBehind } from './addresses.ts';
import { EffectsPace } from './effects-pace.ts';
import { type Engines, openEngines } from './engines.ts';
import { followListedWords } from './listed-words.ts';
import { openFiles } from './open-files.ts';
import { type Part, startInOrder } from './parts.ts';
import { openPayments } from './payments.ts';
import { isPushOn } from './push-sender.ts';
import { derivedSecret, hookKeyOf, mediaKeyOf, pushHookKeyOf, secretsOf } from './secrets.ts';
import { adminTokenOf } from './served-apis.ts';
import { leaveDevKey, newDevKey } from './settings/dev-key.ts';
import { settingsNow } from './settings/effective.ts';
import type { Secrets } from './settings/secrets-file.ts';
import { isPhoneSignInOn } from './sms-sender.ts';
import { startClock } from './start-clock.ts';
import { type StartedReadModels, startReadModels } from './start-read-models.ts';
import { openThirdParties } from './third-parties.ts';
import { type Traces, tracesOf } from './traces.ts';
import { createWorkings } from './workings.ts';

/** Groups of reactors that need more than the log, the read models and commands. */
const OTHER_GROUPS = [MEDIA_GROUP, FILES_GROUP, LINES_GROUP, ERASURE_GROUP];

/** The app whose users come through the heihei dialect. */
const HEIHEI_APP = 'heihei';

/** The parts that all roles of a process use. */
export interface StartedCore extends Part {
  core: Core;
  /** Those of the workers, which wait for nobody: what people do keeps pace with them. */
  commands: CommandHandler;
  /** How callers keep pace with effects; null where these are carried out in one with their commands. */
  pace: EffectsPace | null;
  engines: Engines;
  clock: AdjustableClock;
  heartbeats: Heartbeats;
  onlineUsers: OnlineUsers;
  /** What dev mode shows instead of sending it. */
  recordedPushes: RecordedPushes;
  /** The providers that dev mode plays; null elsewhere. */
  simulatedPayments: SimulatedPayments | null;
  simulatedThirdParties: SimulatedThirdParties | null;
  readModels: StartedReadModels;
  /** Where parts report what they measured. */
  measures: Measures;
  /** Spans of what follows from requests; null where nobody asked for them. */
  traces: Traces | null;
  /** Streams whose state is in memory now. */
  cachedStreams(): number;
  /** Answers for addresses of files; null where a store outside has them. */
  fileRoutes: FileRoutes | null;
  /** Where this server listens, once it does. */
  listening: { url: string };
  /** Signs posts to the SMS hook. */
  hookKey: string;
  /** Signs posts to the hook of notifications. */
  pushHookKey: string;
  /** The file with the secrets that the first start made; null when all were given. */
  secretsFile: string | null;
}

/**
 * Opens the engines, and builds what use cases work with. Resolves before the read models have caught up. Rejects with
 * `StoreOpenError`, `DamagedLogError`, `DamagedReadModelsError`, `SecretsFileError`, or `ConfigError` for a clock that is wrong.
 */
export async function startCore(config: Config, logger: Logger, open = openEngines): Promise<StartedCore> {
  return startInOrder(async (parts) => {
    const listening = { url: `http://${config.host}:${config.port}` };
    const engines = parts.add(await open(config, logger));
    const { log, store } = engines;
    const { file: secretsFile, ...secrets } = secretsOf(config);
    const devKey = config.devKey || newDevKey();
    if (config.dev && !config.engines) {
      const takeAway = leaveDevKey(config.dataDir, devKey);
      parts.add({ stop: async () => takeAway() });
    }
    await checkNotAhead(
      log,
      store,
      allViews,
      reactorCheckpoints([...reactorGroups, ...OTHER_GROUPS.map((name) => ({ name, reactors: [] }))]),
    );
    const clock = await startClock(engines, logger);
    parts.add({ stop: async () => clock.stop() });
    const heartbeats = engines.heartbeats(clock);
    parts.add({ stop: () => heartbeats.close() });
    const onlineUsers = engines.onlineUsers();
    parts.add({ stop: () => onlineUsers.close() });
    const recordedPushes = new RecordedPushes(() => clock.now());
    const traces = tracesOf(clock.now());
    const readModels = parts.add(await startReadModels({ config, logger, engines, traces }));
    const measures = createMeasures();
    const { commands: own, observedUpTo } = parts.add(await startCommands(engines, logger, measures, traces));
    const pace = engines.effectsLag ? new EffectsPace(engines.effectsLag) : null;
    if (pace) parts.add({ stop: async () => pace.stop(), warnings: () => pace.sentences() });
    const commands = pace?.paced(own) ?? own;
    const fileSecret = derivedSecret(secrets.salon, 'files');
    const opened = await openFiles(config, { secret: fileSecret, clock, ownUrl: () => listening.url });
    const paying = openPayments(config, clock, logger);
    const outside = openThirdParties(config);
    const core: Core = {
      clock,
      log,
      commands,
      models: readModels.models,
      logKey: engines.sealed.logKey,
      observedUpTo,
      presence: { beat: (beat) => heartbeats.beat(beat) },
      files: opened.files,
      announced: (event) => messagesOf(event),
      payments: paying.payments,
      payouts: paying.payouts,
      thirdParties: outside.parties,
      serverTokenOf: adminTokenOf,
      ...(engines.sharedCounts && { counts: engines.sharedCounts(clock) }),
      workings: parts.add(
        createWorkings({
          engines,
          readModels,
          clock,
          logger,
          config,
          registry: measures.registry,
          settings: settingsNow(config, process.env),
        }),
      ),
      feeds: new Feeds(log),
      settings: settingsOf(config, secrets, devKey),
    };
    parts.add(await followListedWords(core, logger));
    return {
      core,
      commands: own,
      pace,
      fileRoutes: opened.routes(core),
      listening,
      engines,
      clock,
      heartbeats,
      onlineUsers,
      recordedPushes,
      simulatedPayments: paying.simulated,
      simulatedThirdParties: outside.simulated,
      readModels,
      measures,
      traces,
      cachedStreams: () => own.cachedStreams(),
      hookKey: hookKeyOf(config, secrets.salon),
      pushHookKey: pushHookKeyOf(secrets.salon),
      secretsFile,
    };
  });
}

/** Starts the command handler. When other processes write to the same streams, its cached states follow the log. */
async function startCommands(
  { log, sealed, snapshots, lease }: Engines,
  logger: Logger,
  { onAppended }: Measures,
  traces: Traces | null,
): Promise<Part & Pick<Core, 'observedUpTo'> & { commands: WatchedCommandHandler }> {
  const newer = new NewerEvents();
  const plain = createCommandHandler(traces?.appends(log) ?? log, {
    snapshots,
    isShared: lease !== null,
    hashInput: (input) => sealed.logKey.hashOfInput(input),
    onFault: (error) => logger.warn({ err: error }, 'a snapshot is left out'),
    onNewer: (error) => newer.note(error),
    onAppended,
  });
  const commands = traces?.commands(plain) ?? plain;
  sealed.whenForgotten(() => commands.forgetTexts());
  const others = lease ? await observeOthers(log, commands) : null;
  return {
    commands,
    observedUpTo: () => others?.position() ?? Number.POSITIVE_INFINITY,
    warnings: () => newer.sentences(),
    stop: async () => others?.stop(),
  };
}

function settingsOf(config: Config, { salon, rtc }: Secrets, devKey: string): ApiSettings {
  return {
    heiheiAppId: HEIHEI_APP,
    publicUrl: config.publicUrl,
    tokenSecret: derivedSecret(salon, 'tokens'),
    mediaKey: mediaKeyOf(salon),
    media: config.media,
    messageServerSecret: config.messageServerSecret,
    oldTokenSecrets: config.oldSecrets.map((old) => derivedSecret(old, 'tokens')),
    pushTokenKeys: [salon, ...config.oldSecrets].map((secret) => derivedSecret(secret, 'push-tokens')),
    apps: new Apps(config.apps),
    words: new Words(config.words),
    codeSecret: derivedSecret(salon, 'codes'),
    fileSecret: derivedSecret(salon, 'files'),
    reviewsRecords: config.reviewsRecords,
    showsDocs: config.docs === 'on' || (config.docs === 'dev' && config.dev),
    console: config.console,
    operatorLimitGold: config.operatorLimitGold,
    operatorLimitCents: config.operatorLimitCents,
    cashCentsPerPoint: config.cashCentsPerPoint,
    rtc,
    tencentRtc: config.tencentRtc,
    clientAddress: clientAddressBehind(config.trustedProxies),
    dev: config.dev,
    devKey,
    phoneSignIn: isPhoneSignInOn(config),
    codesPerAddress: config.codesPerAddress,
    codesPerHour: config.codesPerHour,
    pushOn: isPushOn(config),
    metricsToken: config.metricsToken,
  };
}
