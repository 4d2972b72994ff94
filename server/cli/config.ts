import type { Config } from '../../config.ts';
import { effectiveSettings } from '../settings/effective.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';

export const config: Command = {
  name: 'config',
  summary: 'shows every setting as it is in effect, and where that comes from; never a secret',
  usage: [['config', 'the settings of a server that is started with this environment']],
  notes: ['README.md says what each is for.'],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 0,
  failsWhen: 'the settings are wrong: each problem is named on stderr',
  run,
};

async function run(config: Config, _words: string[], { options, env, output }: Call): Promise<number> {
  const given = { dev: options.dev === true, roles: options.roles !== undefined };
  const settings = effectiveSettings(config, env, given);
  const width = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const nameWidth = width(settings.map(({ name }) => name));
  const originWidth = width(settings.map(({ origin }) => origin));
  // A value may hold any characters: replace line breaks and terminal codes.
  const shown = (value: string) => value.replace(/\p{Cc}+/gu, ' ') || '-';
  output.say(
    ...settings.map(
      ({ name, origin, value }) => `${name.padEnd(nameWidth)}  ${origin.padEnd(originWidth)}  ${shown(value)}`,
    ),
    ...config.warnings.map((warning) => `Warning: ${warning}.`),
  );
  output.give({ settings, warnings: config.warnings });
  return 0;
}
