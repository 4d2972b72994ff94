/** The tenant of heihei's own users. */
export const HEIHEI_TENANT = 'heihei';

/**
 * One app: what proves that a request comes from a customer's server, and which tenant it acts in. Several apps may lead to one
 * tenant: they see the same people, wallets and rooms. Nobody sees another tenant's.
 */
export interface App {
  /** Lower-case letters and digits; part of every stream's name and of every document's id. */
  tenant: string;
  /** The dialect that its server speaks, by the dialect's name. */
  dialect: string;
  /** Unique in its dialect. */
  appId: string;
  /** Signs the app's requests, until operators rotate it (application/credentials/). Never logged, never in an answer outside dev mode. */
  secret: string;
  /** The secret before it: what it signed is taken as well, until this is left out. Never logged, never in an answer outside dev mode. */
  oldSecret?: string;
  /** Another name of it, where its dialect has one. */
  alias?: string;
  /** A public name that its requests' signatures cover, where its dialect has one. */
  appKey?: string;
  /** Signs the tokens of its people, where its dialect has tokens of a form of its own. Never logged, never in an answer outside dev mode. */
  tokenSecret?: string;
  /** The ids by which its managers sign in, where its dialect has managers: one, or a list. */
  adminUserId?: string | readonly string[];
  /** How far a request's time may be from now, in seconds, where its dialect lets an app say. */
  windowS?: number;
  /** A number that its tokens carry, where its dialect has one. */
  cluster?: number;
}

/** The secrets of an app in the settings: its own, and the one before while that still holds. */
function settingSecrets({ secret, oldSecret }: App): string[] {
  return oldSecret === undefined ? [secret] : [secret, oldSecret];
}

/** All apps, looked up by what a request names. */
export class Apps {
  readonly all: readonly App[];
  private readonly byId = new Map<string, App>();

  constructor(all: readonly App[]) {
    this.all = all;
    for (const app of all) this.byId.set(`${app.dialect} ${app.appId}`, app);
  }

  find(dialect: string, appId: string): App | undefined {
    return this.byId.get(`${dialect} ${appId}`);
  }

  /** The dialects that have an app: the others are not served. */
  get dialects(): string[] {
    return [...new Set(this.all.map(({ dialect }) => dialect))];
  }
}

/** What an app of one dialect is; each dialect declares its own. */
export interface AppForm {
  dialect: string;
  /** Longest secret, in characters, where the dialect's document says so. */
  maxSecretChars?: number;
  /** A request names no app: the secret finds it, so no two apps of the dialect may have the same. */
  isFoundBySecret?: true;
  /** Which of `optional` must be there. */
  required?: readonly string[];
  /** What an entry may hold beside tenant, dialect, appId and secret: what is wrong with a value, null for a right one. */
  optional: Readonly<Record<string, (value: unknown) => string | null>>;
  /** The app of a tenant that dev mode has to try: known to everyone. */
  devApp(tenant: string): App;
}

/** Two, so that it can be tried that neither sees the other. */
const DEV_TENANTS = [HEIHEI_TENANT, 'other'];

/** The apps of dev mode: of each dialect one a tenant, heihei's first. */
export function devApps(forms: readonly AppForm[]): App[] {
  return DEV_TENANTS.flatMap((tenant) => forms.map((form) => form.devApp(tenant)));
}

const MIN_SECRET_CHARS = 16;
/** A tenant's name. */
export const TENANT = /^[a-z0-9]{1,32}$/;
const APP_ID = /^[\w.-]{1,64}$/;

export interface ReadAppsOptions {
  /** The dialects that there are. */
  forms: readonly AppForm[];
  /** Takes short secrets and dev mode's own. */
  dev: boolean;
}

/**
 * Reads apps from JSON: `{ "apps": [ { "tenant", "dialect", "appId", "secret", …what the dialect's form has } ] }`. Every problem is
 * named, by the app's place in the list; no message repeats a secret.
 */
export function readApps(given: string, options: ReadAppsOptions): { apps: App[]; problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    // A parser's message quotes what it read, which may be a secret.
    return { apps: [], problems: ['SALON_APPS is not JSON'] };
  }
  const list = (parsed as { apps?: unknown } | null)?.apps;
  if (!Array.isArray(list)) return { apps: [], problems: ['SALON_APPS must be {"apps": […]}'] };
  const problems: string[] = [];
  const apps = list.flatMap((app, n) => {
    const faults = faultsOf(app, options);
    problems.push(...faults.map((fault) => `SALON_APPS, app ${n + 1}: ${fault}`));
    return faults.length === 0 ? [app as App] : [];
  });
  const ids = new Set<string>();
  for (const { dialect, appId } of apps) {
    if (ids.has(`${dialect} ${appId}`)) problems.push(`SALON_APPS has two apps ${appId} of ${dialect}`);
    ids.add(`${dialect} ${appId}`);
  }
  problems.push(...sharedSecrets(apps, options.forms));
  return { apps, problems };
}

/** What is wrong where apps are found by their secrets, and two have the same. */
function sharedSecrets(apps: readonly App[], forms: readonly AppForm[]): string[] {
  return forms.flatMap(({ dialect, isFoundBySecret }) => {
    const own = isFoundBySecret ? apps.filter((app) => app.dialect === dialect) : [];
    const known = new Map<string, string>();
    return own.flatMap((app) =>
      settingSecrets(app).flatMap((secret) => {
        const other = known.get(secret);
        known.set(secret, app.appId);
        return other === undefined ? [] : [`SALON_APPS: ${other} and ${app.appId} of ${dialect} have the same secret`];
      }),
    );
  });
}

function faultsOf(app: unknown, { forms, dev }: ReadAppsOptions): string[] {
  if (typeof app !== 'object' || app === null || Array.isArray(app)) return ['not an object'];
  const { tenant, dialect, appId, secret, oldSecret, ...rest } = app as Record<string, unknown>;
  const form = forms.find((one) => one.dialect === dialect);
  const faults: string[] = [];
  if (!form) faults.push(`dialect must be ${forms.map((one) => one.dialect).join(' or ')}`);
  const unknown = Object.keys(rest).filter((name) => form && !Object.hasOwn(form.optional, name));
  if (unknown.length > 0) faults.push(`unknown ${unknown.join(', ')}`);
  if (!matches(tenant, TENANT)) faults.push('tenant takes 1 to 32 lower-case letters and digits');
  if (!matches(appId, APP_ID)) faults.push('appId takes 1 to 64 letters, digits, dots, dashes and underscores');
  if (typeof secret !== 'string' || secret === '') faults.push('secret is missing');
  else if (!dev && secret.length < MIN_SECRET_CHARS) faults.push(`secret is too short: at least ${MIN_SECRET_CHARS}`);
  else if (!dev && devApps(forms).some((known) => known.secret === secret)) faults.push('secret is the dev mode’s own');
  if (form?.maxSecretChars !== undefined && typeof secret === 'string' && secret.length > form.maxSecretChars)
    faults.push(`secret is too long: at most ${form.maxSecretChars}`);
  if (oldSecret !== undefined && (typeof oldSecret !== 'string' || oldSecret === ''))
    faults.push('oldSecret is no text');
  if (form?.maxSecretChars !== undefined && typeof oldSecret === 'string' && oldSecret.length > form.maxSecretChars)
    faults.push(`oldSecret is too long: at most ${form.maxSecretChars}`);
  if (oldSecret !== undefined && oldSecret === secret) faults.push('oldSecret is the secret itself');
  if (!dev && devApps(forms).some((known) => known.secret === oldSecret))
    faults.push('oldSecret is the dev mode’s own');
  for (const name of form?.required ?? []) if (rest[name] === undefined) faults.push(`${name} is missing`);
  if (!dev && rest.tokenSecret !== undefined) faults.push(...tokenSecretFaults(rest.tokenSecret, forms));
  for (const [name, faultOf] of Object.entries(form?.optional ?? {})) {
    const fault = rest[name] === undefined ? null : faultOf(rest[name]);
    if (fault !== null) faults.push(`${name} ${fault}`);
  }
  return faults;
}

function tokenSecretFaults(given: unknown, forms: readonly AppForm[]): string[] {
  if (typeof given !== 'string' || given.length < MIN_SECRET_CHARS)
    return [`tokenSecret is too short: at least ${MIN_SECRET_CHARS}`];
  const isKnown = devApps(forms).some(({ tokenSecret }) => tokenSecret === given);
  return isKnown ? ['tokenSecret is the dev mode’s own'] : [];
}

function matches(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
