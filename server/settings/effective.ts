import type { Config } from '../../config.ts';
import { DEV_MODE_BUILT_IN, SECRET_SETTINGS, SETTINGS, type Setting } from './names.ts';
import { readSecrets, SECRETS_FILE } from './secrets-file.ts';

/** A setting as it is in effect. */
export interface EffectiveSetting {
  name: Setting;
  /** In words; a secret's never says what it is. */
  value: string;
  origin: 'environment' | 'command line' | 'dev mode' | typeof SECRETS_FILE | 'default';
}

const NONE = '';
const MASK = '••••••••';

/** Each setting's value, from what was read. Of a secret only whether there is one is shown. */
const VALUES: Record<Setting, (config: Config, env: NodeJS.ProcessEnv) => string> = {
  ALLOWED_ORIGINS: ({ allowedOrigins }) => allowedOrigins.join(', '),
  CODES_PER_ADDRESS: ({ codesPerAddress }) => String(codesPerAddress),
  CODES_PER_HOUR: ({ codesPerHour }) => String(codesPerHour),
  CONSOLE: (config) => config.console,
  DATA_DIR: ({ dataDir }) => dataDir,
  DEV_KEY: ({ devKey, dev }) => devKey || (dev ? 'made at each start' : NONE),
  DEV_MODE: ({ dev }) => (dev ? '1' : '0'),
  DOCS: ({ docs }) => docs,
  EVENTSTORE_URL: ({ engines }) => engines?.eventStore ?? 'embedded',
  HOST: ({ host }) => host,
  LOG_LEVEL: ({ logLevel }) => logLevel,
  MEDIA_LOOKBACK_URL: ({ media }) => media.lookbackUrl,
  MEDIA_PULL_URL: ({ media }) => media.pullUrl,
  MEDIA_PUSH_URL: ({ media }) => media.pushUrl,
  MESSAGE_SERVER_SECRET: ({ messageServerSecret }) => messageServerSecret,
  METRICS_TOKEN: ({ metricsToken }) => metricsToken,
  MONGODB_URL: ({ engines }) => engines?.mongo ?? 'embedded',
  NODE_ENV: (_config, env) => env.NODE_ENV ?? NONE,
  OPERATOR_LIMIT_CENTS: ({ operatorLimitCents }) => String(operatorLimitCents),
  OPERATOR_LIMIT_GOLD: ({ operatorLimitGold }) => String(operatorLimitGold),
  CASH_CENTS_PER_POINT: ({ cashCentsPerPoint }) => String(cashCentsPerPoint),
  PAYMENT_PROVIDERS: ({ paymentProviders }) => Object.keys(paymentProviders).join(', '),
  PORT: ({ port }) => String(port),
  PUBLIC_URL: ({ publicUrl }) => publicUrl,
  PUSH_PROVIDERS: ({ pushProviders }) => Object.keys(pushProviders).join(', '),
  PUSH_WEBHOOK_URL: ({ pushWebhookUrl }) => hookOf(pushWebhookUrl),
  RATE_LIMITS: ({ rateLimits }) =>
    rateLimits === null
      ? 'off'
      : Object.entries(rateLimits)
          .map(([name, { perSecond, burst }]) => `${name}=${perSecond}/${burst}`)
          .join(','),
  RECORD_REVIEW: ({ reviewsRecords }) => (reviewsRecords ? 'manual' : 'none'),
  REDIS_URL: ({ engines }) => engines?.redis ?? 'embedded',
  ROLES: ({ roles }) => [...roles].join(', '),
  RTC_API_KEY: ({ rtc }) => rtc?.apiKey ?? NONE,
  RTC_API_SECRET: ({ rtc }) => rtc?.apiSecret ?? NONE,
  RTC_API_URL: ({ rtcApiUrl }) => rtcApiUrl,
  RTC_TENCENT_APP_ID: ({ tencentRtc }) => String(tencentRtc?.appId ?? NONE),
  RTC_TENCENT_KEY: ({ tencentRtc }) => tencentRtc?.key ?? NONE,
  SALON_APPS: ({ apps }) => apps.map(({ dialect, appId }) => `${dialect} ${appId}`).join(', '),
  SALON_OLD_SECRETS: ({ oldSecrets }) => oldSecrets.join(','),
  SALON_SECRET: ({ secret }) => secret ?? NONE,
  SALON_WORDS: ({ words }) => Object.keys(words).join(', '),
  SIGN_IN_PROVIDERS: ({ signInProviders }) => Object.keys(signInProviders).join(', '),
  SMS_WEBHOOK_SECRET: ({ smsWebhookSecret }) => smsWebhookSecret || 'derived',
  SMS_WEBHOOK_URL: ({ smsWebhookUrl }) => hookOf(smsWebhookUrl),
  STORAGE_BUCKET: ({ storage }) => storage?.bucket ?? NONE,
  STORAGE_KEY_ID: ({ storage }) => storage?.keyId ?? NONE,
  STORAGE_PUBLIC_URL: ({ storage }) => storage?.publicUrl ?? NONE,
  STORAGE_REGION: ({ storage }) => storage?.region ?? NONE,
  STORAGE_SECRET: ({ storage }) => storage?.secret ?? NONE,
  STORAGE_STS_ROLE: ({ storage }) => storage?.tokenService?.role ?? NONE,
  STORAGE_STS_URL: ({ storage }) => storage?.tokenService?.url ?? NONE,
  STORAGE_URL: ({ storage }) => storage?.url ?? 'a folder in DATA_DIR',
  SUCCESSES_PER_LOG_LINE: ({ successesPerLine }) => String(successesPerLine),
  TRUSTED_PROXIES: ({ trustedProxies }) => trustedProxies.join(', '),
  WEBHOOKS: ({ webhooks }) => webhooks.map(({ name }) => name).join(', '),
};

/** Every setting as it is in effect, by name, and where that comes from. Secrets, and passwords in addresses, are masked. */
export function effectiveSettings(
  config: Config,
  env: NodeJS.ProcessEnv,
  given: { dev: boolean; roles: boolean },
): EffectiveSetting[] {
  const kept = config.dev || config.engines ? null : readSecrets(config.dataDir);
  return [...SETTINGS].sort().map((name) => {
    const value = VALUES[name](config, env);
    const onCommandLine = (name === 'DEV_MODE' && given.dev) || (name === 'ROLES' && given.roles);
    const isSecret = SECRET_SETTINGS.includes(name);
    const isKept = kept !== null && value === NONE && KEPT.includes(name);
    return {
      name,
      value: isKept || (isSecret && value !== NONE && value !== 'derived') ? MASK : withoutPassword(value),
      origin: originOf(),
    };

    function originOf(): EffectiveSetting['origin'] {
      if (onCommandLine) return 'command line';
      if (env[name]) return 'environment';
      if (isKept) return SECRETS_FILE;
      return config.dev && DEV_MODE_BUILT_IN.includes(name) ? 'dev mode' : 'default';
    }
  });
}

/** The settings of this process, without what its command line was: what the environment does not say is from there. */
export function settingsNow(config: Config, env: NodeJS.ProcessEnv): EffectiveSetting[] {
  return effectiveSettings(config, env, { dev: config.dev && !env.DEV_MODE, roles: false });
}

/** Made at the first start where they are not given. */
const KEPT: readonly Setting[] = ['SALON_SECRET', 'RTC_API_KEY', 'RTC_API_SECRET'];

/** The path and the query of a hook may hold a key. */
function hookOf(url: string): string {
  return url === '' ? NONE : `${new URL(url).origin}/…`;
}

function withoutPassword(value: string): string {
  return value.replace(/^([a-z+]+:\/\/)[^/?#]*@/i, `$1${MASK}@`);
}
