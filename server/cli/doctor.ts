import { type Config, ConfigError, readConfig } from '../../config.ts';
import { openEngines } from '../engines.ts';
import { createLogger } from '../log-output.ts';
import { checkClock, checkDataDir, checkDisk, checkNode, checkOpenFiles, checkPort, checkSqlite } from './checks.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';
import { explain } from './explain.ts';
import type { Finding } from './finding.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'looks at everything that a server needs here, and says what is wrong and how to mend it',
  usage: [['doctor', 'Node.js, SQLite, settings, rights, the disk, the port, the clock, the log or the engines']],
  notes: [
    'Also beside a running server. Changes nothing; a file of 4 KiB is written and synced for a moment in DATA_DIR.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 0,
  failsWhen: 'something keeps a server from starting or from being safe',
  runUnread: run,
};

const SIGNS = { ok: '✓', warning: '!', problem: '✗' } as const;

async function run(_words: string[], { options, env, output }: Call): Promise<number> {
  const findings: Finding[] = [checkNode(), checkSqlite(), checkOpenFiles()];
  const config = settingsOf(env, options, findings);
  if (config) {
    findings.push(...(await checkDataDir(config)), ...checkDisk(config), await checkPort(config));
    findings.push(...(config.engines ? [await checkEngines(config)] : await checkClock(config)));
  }
  output.say(...findings.map(({ state, what, says }) => `${SIGNS[state]} ${what}: ${says}`));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  output.say(problems === 0 ? 'A server can run here.' : `${problems} to mend first.`);
  output.give({ isWell: problems === 0, findings });
  return problems === 0 ? 0 : 1;
}

function settingsOf(env: NodeJS.ProcessEnv, options: Call['options'], findings: Finding[]): Config | null {
  try {
    const config = readConfig(env, (options.roles as string | undefined) ?? env.ROLES, options.dev === true);
    const { warnings } = config;
    if (warnings.length === 0) findings.push({ what: 'settings', state: 'ok', says: 'in order (salon config)' });
    for (const says of warnings) findings.push({ what: 'settings', state: 'warning', says });
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const says of error.problems) findings.push({ what: 'settings', state: 'problem', says });
    return null;
  }
}

async function checkEngines(config: Config): Promise<Finding> {
  try {
    const engines = await openEngines(config, createLogger('silent'));
    const away = engines.notReady();
    await engines.stop();
    const says = away.length === 0 ? 'EventStoreDB, MongoDB and Redis answer' : away.join('; ');
    return { what: 'engines', state: away.length === 0 ? 'ok' : 'problem', says };
  } catch (error) {
    const says = explain(error, config);
    if (says === null) throw error;
    return { what: 'engines', state: 'problem', says };
  }
}
