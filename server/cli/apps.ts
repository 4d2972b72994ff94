import { type App, Apps } from '../../application/apps.ts';
import type { Config } from '../../config.ts';
import { adminTokenOf } from '../served-apis.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';

export const apps: Command = {
  name: 'apps',
  summary: 'lists the apps that SALON_APPS configures, or prints the token of one',
  usage: [
    ['apps', "lists each app's tenant, dialect, appId and alias"],
    ['apps list', 'the same'],
    ['apps token …', "prints the token by which the server of an app of Lanying calls, by the app's appId"],
  ],
  notes: [
    'Reads the settings alone, so also beside a running server. With --dev: the built-in apps, unless SALON_APPS is set.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 2,
  run,
};

async function run({ apps }: Config, [verb = 'list', appId]: string[], { output }: Call): Promise<number> {
  if (verb === 'token') {
    const token = await tokenOf(apps, appId);
    output.say(token);
    output.give({ token });
    return 0;
  }
  if (verb !== 'list' || appId !== undefined)
    throw new UsageError('apps takes nothing, list, or token and an appId (apps --help).');
  output.say(...listApps(apps));
  output.give({ apps: apps.map(({ tenant, dialect, appId, alias }) => ({ tenant, dialect, appId, alias })) });
  return 0;
}

/** The token by which the server of an app calls. Throws `UsageError` for an app that has none. */
export async function tokenOf(apps: readonly App[], appId: string | undefined): Promise<string> {
  // Not of the clock port: the token holds at any time, and a server need not run.
  const now = Date.now();
  for (const app of apps) {
    const token = app.appId === appId ? await adminTokenOf(app, now) : undefined;
    if (token !== undefined) return token;
  }
  throw new UsageError('apps token takes the appId of an app of lanying (apps list shows them).');
}

/** One line an app, then how many there are. Shows only listed fields, so that no secret gets out, whatever fields an app may get. */
export function listApps(apps: readonly App[]): string[] {
  if (apps.length === 0) return ['No app is configured: set SALON_APPS (README.md says how).'];
  const rows = [['tenant', 'dialect', 'appId', 'alias'], ...apps.map(rowOf)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  const { dialects } = new Apps(apps);
  const tenants = new Set(apps.map(({ tenant }) => tenant));
  const total = `${count(apps.length, 'app')}, ${count(tenants.size, 'tenant')}`;
  return [...lines, `${total}; served besides heihei: ${dialects.join(', ')}.`];
}

function rowOf({ tenant, dialect, appId, alias }: App): string[] {
  // An alias may hold any characters: replace line breaks and terminal codes.
  return [tenant, dialect, appId, alias === undefined ? '-' : alias.replace(/\p{Cc}+/gu, ' ')];
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
