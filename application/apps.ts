/** The published server APIs whose apps can be configured: those that this release serves. */
export const APP_DIALECTS = ['linkv-live'] as const;
export type AppDialect = (typeof APP_DIALECTS)[number];

/** The tenant of heihei's own users. */
export const HEIHEI_TENANT = 'heihei';

/**
 * One app: what proves that a request comes from a customer's server, and which tenant it acts in. Several apps may lead to one
 * tenant: they see the same people, wallets and rooms. Nobody sees another tenant's.
 */
export interface App {
  /** Lower-case letters and digits; part of every stream's name and of every document's id. */
  tenant: string;
  dialect: AppDialect;
  /** Unique in its dialect. What LinkV's SDKs call `app_key`. */
  appId: string;
  /** Signs the app's requests. Never logged, never in an answer outside dev mode. */
  secret: string;
  /** LinkV live's `channel`. */
  alias?: string;
}

/** All apps, looked up by what a request names. */
export class Apps {
  readonly all: readonly App[];
  private readonly byId = new Map<string, App>();

  constructor(all: readonly App[]) {
    this.all = all;
    for (const app of all) this.byId.set(`${app.dialect} ${app.appId}`, app);
  }

  find(dialect: AppDialect, appId: string): App | undefined {
    return this.byId.get(`${dialect} ${appId}`);
  }

  /** The dialects that have an app: the others are not served. */
  get dialects(): AppDialect[] {
    return APP_DIALECTS.filter((dialect) => this.all.some((app) => app.dialect === dialect));
  }
}

/** Known to everyone: for dev mode alone. Two tenants, so that it can be tried that neither sees the other. */
export const DEV_APPS: readonly App[] = [HEIHEI_TENANT, 'other'].map((tenant) => ({
  tenant,
  dialect: 'linkv-live',
  appId: `LMdev${tenant}0000000001`,
  secret: `dev-secret-of-${tenant}-for-loopback-only`,
  alias: tenant,
}));

const MIN_SECRET_CHARS = 16;
const TENANT = /^[a-z0-9]{1,32}$/;
const APP_ID = /^[\w.-]{1,64}$/;
const MEMBERS = ['tenant', 'dialect', 'appId', 'secret', 'alias'];

/**
 * Reads apps from JSON: `{ "apps": [ { "tenant", "dialect", "appId", "secret", "alias"? } ] }`. Every problem is named, by the
 * app's place in the list; no message repeats a secret.
 */
export function readApps(given: string, { dev }: { dev: boolean }): { apps: App[]; problems: string[] } {
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
    const faults = faultsOf(app, dev);
    problems.push(...faults.map((fault) => `SALON_APPS, app ${n + 1}: ${fault}`));
    return faults.length === 0 ? [app as App] : [];
  });
  const ids = new Set<string>();
  for (const { dialect, appId } of apps) {
    if (ids.has(`${dialect} ${appId}`)) problems.push(`SALON_APPS has two apps ${appId} of ${dialect}`);
    ids.add(`${dialect} ${appId}`);
  }
  return { apps, problems };
}

function faultsOf(app: unknown, dev: boolean): string[] {
  if (typeof app !== 'object' || app === null || Array.isArray(app)) return ['not an object'];
  const { tenant, dialect, appId, secret, alias } = app as Record<string, unknown>;
  const faults: string[] = [];
  const unknown = Object.keys(app).filter((name) => !MEMBERS.includes(name));
  if (unknown.length > 0) faults.push(`unknown ${unknown.join(', ')}`);
  if (!matches(tenant, TENANT)) faults.push('tenant takes 1 to 32 lower-case letters and digits');
  if (!(APP_DIALECTS as readonly unknown[]).includes(dialect))
    faults.push(`dialect must be ${APP_DIALECTS.join(' or ')}`);
  if (!matches(appId, APP_ID)) faults.push('appId takes 1 to 64 letters, digits, dots, dashes and underscores');
  if (typeof secret !== 'string' || secret === '') faults.push('secret is missing');
  else if (!dev && secret.length < MIN_SECRET_CHARS) faults.push(`secret is too short: at least ${MIN_SECRET_CHARS}`);
  else if (!dev && DEV_APPS.some((known) => known.secret === secret)) faults.push('secret is the dev mode’s own');
  if (alias !== undefined && typeof alias !== 'string') faults.push('alias must be a string');
  return faults;
}

function matches(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
