import { type App, Apps } from '../../application/apps.ts';
import type { Config } from '../../config.ts';
import { type Command, SETTING_OPTIONS, UsageError } from './command.ts';

export const apps: Command = {
  name: 'apps',
  summary: 'lists the apps that SALON_APPS configures, without their secrets',
  usage: [
    ['apps', "lists each app's tenant, dialect, appId and alias"],
    ['apps list', 'the same'],
  ],
  notes: [
    'Reads the settings alone, so also beside a running server. With --dev: the built-in apps, unless SALON_APPS is set.',
  ],
  options: SETTING_OPTIONS,
  maxWords: 1,
  run,
};

async function run({ apps }: Config, [verb = 'list']: string[]): Promise<number> {
  if (verb !== 'list') throw new UsageError('apps takes nothing, or list (apps --help).');
  for (const line of listApps(apps)) console.log(line);
  return 0;
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
