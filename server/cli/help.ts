import { type Command, EXIT_CODES, type Option } from './command.ts';
import { optionsOf } from './command-line.ts';

const CALL = 'salon';

/** What `--help` prints without a command. */
export function overview(commands: readonly Command[]): string {
  return [
    `usage: ${CALL} [options] [command]`,
    'from a clone: npm run salon -- [options] [command]',
    '',
    'commands (each explains itself: <command> --help):',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'options:',
    ...optionLines(optionsOf(null)),
    '',
    'exit codes:',
    ...columns(EXIT_CODES),
    '',
    'Everything else is set in the environment: README.md lists the variables.',
  ].join('\n');
}

/** What `<command> --help` prints. */
export function helpOf(command: Command): string {
  const { name, summary, usage, notes = [], failsWhen } = command;
  return [
    `${name}: ${summary}`,
    '',
    `usage: ${CALL} [options] …`,
    ...columns(usage),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
    'options:',
    ...optionLines(optionsOf(command)),
    '',
    'exit codes:',
    ...columns(EXIT_CODES.map(([code, says]) => [code, code === '1' && failsWhen ? failsWhen : says])),
  ].join('\n');
}

function optionLines(options: Readonly<Record<string, Option>>): string[] {
  const form = (name: string, { short, value }: Option) =>
    [short ? `-${short}, ` : '', `--${name}`, value ? ` ${value}` : ''].join('');
  return columns(Object.entries(options).map(([name, option]) => [form(name, option), option.summary]));
}

/** Two columns, the first as wide as its widest entry. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
