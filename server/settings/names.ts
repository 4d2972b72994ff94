/** Every environment variable that Salon reads. A test compares this list with the README's table and with the code. */
export const SETTINGS = [
  'ALLOWED_ORIGINS',
  'CASH_CENTS_PER_POINT',
  'CODES_PER_ADDRESS',
  'CODES_PER_HOUR',
  'CONSOLE',
  'DATA_DIR',
  'DEV_KEY',
  'DEV_MODE',
  'DOCS',
  'EVENTSTORE_URL',
  'HOST',
  'LOG_LEVEL',
  'MEDIA_LOOKBACK_URL',
  'MEDIA_PULL_URL',
  'MEDIA_PUSH_URL',
  'MESSAGE_SERVER_SECRET',
  'METRICS_TOKEN',
  'MONGODB_URL',
  'NODE_ENV',
  'OPERATOR_LIMIT_CENTS',
  'OPERATOR_LIMIT_GOLD',
  'PAYMENT_PROVIDERS',
  'SIGN_IN_PROVIDERS',
  'PORT',
  'PUBLIC_URL',
  'PUSH_PROVIDERS',
  'PUSH_WEBHOOK_URL',
  'RATE_LIMITS',
  'RECORD_REVIEW',
  'REDIS_URL',
  'ROLES',
  'RTC_API_KEY',
  'RTC_API_SECRET',
  'RTC_API_URL',
  'RTC_TENCENT_APP_ID',
  'RTC_TENCENT_KEY',
  'SALON_APPS',
  'SALON_OLD_SECRETS',
  'SALON_SECRET',
  'SALON_WORDS',
  'SMS_WEBHOOK_SECRET',
  'SMS_WEBHOOK_URL',
  'STORAGE_BUCKET',
  'STORAGE_KEY_ID',
  'STORAGE_PUBLIC_URL',
  'STORAGE_REGION',
  'STORAGE_SECRET',
  'STORAGE_STS_ROLE',
  'STORAGE_STS_URL',
  'STORAGE_URL',
  'SUCCESSES_PER_LOG_LINE',
  'TRUSTED_PROXIES',
  'WEBHOOKS',
] as const;

export type Setting = (typeof SETTINGS)[number];

/** Those whose values nobody is shown. */
export const SECRET_SETTINGS: readonly Setting[] = [
  'DEV_KEY',
  'MESSAGE_SERVER_SECRET',
  'METRICS_TOKEN',
  'RTC_API_SECRET',
  'RTC_TENCENT_KEY',
  'SALON_OLD_SECRETS',
  'SALON_SECRET',
  'SMS_WEBHOOK_SECRET',
  'STORAGE_SECRET',
];

/** Those that dev mode gives where they are not set. */
export const DEV_MODE_BUILT_IN: readonly Setting[] = [
  'CODES_PER_ADDRESS',
  'CODES_PER_HOUR',
  'DEV_KEY',
  'LOG_LEVEL',
  'RATE_LIMITS',
  'RTC_API_KEY',
  'RTC_API_SECRET',
  'SALON_APPS',
  'SALON_SECRET',
];

/** Read by `npm run demo`, not by the server. */
const OF_THE_DEMO = ['SALON_URL', 'SALON_SOCKET_URL'];
/** Names that are one letter away from a setting, and that other programs use. */
const ORDINARY = ['HOSTS', 'PORTS', 'POST'];
/** Kubernetes sets these in every container for a service called `salon`: SALON_SERVICE_HOST, SALON_PORT=tcp://…, … */
const OF_KUBERNETES = /^SALON_(?:\w+_)?(?:SERVICE_(?:HOST|PORT)\w*|PORT_\d+_(?:TCP|UDP)\w*)=|_PORT=(?:tcp|udp):/;
/** Only Salon uses this prefix, so any unknown name with it is a slip. */
const OUR_PREFIX = 'SALON_';
/** One slip is allowed per this many letters: two in DATA_DIR, four in TRUSTED_PROXIES, one in PORT. */
const LETTERS_PER_SLIP = 4;
/** Longer names are not compared: no setting comes near, and comparing takes time by length. */
const MAX_NAME_CHARS = 64;

/** One sentence for each variable whose name is a setting's with slips: `PROT`, `SALON_SCERET`, `REDIS_URI`. */
export function misspeltSettings(env: Record<string, string | undefined>): string[] {
  const sentences: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (OF_KUBERNETES.test(`${name}=${value}`)) continue;
    const nearest = nearestSetting(name);
    if (nearest) sentences.push(`${name} is no setting of Salon's and has no effect: did you mean ${nearest}?`);
  }
  return sentences;
}

function nearestSetting(name: string): string | null {
  const known: readonly string[] = SETTINGS;
  if (name.length > MAX_NAME_CHARS || [...known, ...OF_THE_DEMO, ...ORDINARY].includes(name)) return null;
  const upper = name.toUpperCase();
  const isOurs = upper.startsWith(OUR_PREFIX);
  // Also try without the prefix: SALON_PORT means PORT.
  const forms = isOurs ? [upper, upper.slice(OUR_PREFIX.length)] : [upper];
  let nearest = { setting: '', slips: Number.POSITIVE_INFINITY };
  for (const setting of known) {
    const slips = Math.min(...forms.map((form) => slipsBetween(form, setting)));
    if (slips < nearest.slips) nearest = { setting, slips };
  }
  const isSlip = nearest.slips <= Math.floor(nearest.setting.length / LETTERS_PER_SLIP);
  if (isSlip || isOurs) return nearest.setting;
  const [shortest] = known.filter((setting) => lacksWords(upper, setting)).sort((a, b) => a.length - b.length);
  return shortest ?? null;
}

/** Whether a name has a setting's first word and some of its others (`SMS_WEBHOOK`, `RTC_SECRET`). One word alone says too little. */
function lacksWords(name: string, setting: string): boolean {
  const [given, words] = [name.split('_'), setting.split('_')];
  return given.length > 1 && given[0] === words[0] && given.every((word) => words.includes(word));
}

/** The number of letters missing, added, replaced, or swapped with their neighbour (optimal string alignment distance). */
export function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? beforeLast[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
