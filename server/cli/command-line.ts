import { parseArgs } from 'node:util';
import { type Call, type Command, type Option, SETTING_OPTIONS, UsageError } from './command.ts';
import { suggestion } from './nearest.ts';

/** A parsed command line. */
export type Request =
  /** `command`: null for the overview. */
  | { kind: 'help'; command: Command | null }
  | {
      kind: 'run';
      command: Command;
      words: string[];
      dev: boolean;
      /** As given; undefined when it was not. */
      roles: string | undefined;
      /** The values of all its options. */
      options: Call['options'];
    };

const HELP = { help: { type: 'boolean', short: 'h', summary: 'this text' } } as const satisfies Record<string, Option>;

/** The options of a command, with those that all commands have. */
export function optionsOf(command: Command | null): Record<string, Option> {
  return { ...SETTING_OPTIONS, ...command?.options, ...HELP };
}

/**
 * Reads the words behind `main.ts`. Options may stand anywhere. The first other word is the command; without one it is `fallback`.
 * Throws `UsageError`.
 */
export function readCommandLine(given: string[], commands: readonly Command[], fallback: Command): Request {
  const names = commands.map(({ name }) => name);
  const [name] = wordsOf(given, optionsOfAll(commands));
  const command = name === undefined ? fallback : commands.find((each) => each.name === name);
  if (!command) throw new UsageError(`There is no command ${name}: ${suggestion(name!, names, '--help lists them')}`);
  const options = optionsOf(command);
  const { values, positionals } = parseStrictly(given, options, name === undefined ? null : command);
  if (values.help) return { kind: 'help', command: name === undefined ? null : command };
  const words = name === undefined ? [] : positionals.slice(1);
  if (words.length > command.maxWords) throw new UsageError(tooMany(command, words));
  const { dev, roles } = values;
  return {
    kind: 'run',
    command,
    words,
    dev: dev === true || command.isDev === true,
    roles: roles as string | undefined,
    options: values as Call['options'],
  };
}

/** The options of all commands. Before the command is known, they say whether the word behind an option is its value. */
function optionsOfAll(commands: readonly Command[]): Record<string, Option> {
  return Object.assign({}, ...commands.map((command) => optionsOf(command)));
}

function wordsOf(args: string[], options: Record<string, Option>): string[] {
  return parseArgs({ args, options, allowPositionals: true, strict: false }).positionals;
}

function parseStrictly(args: string[], options: Record<string, Option>, command: Command | null) {
  // Errors are told in Salon's words; parseArgs' strict mode then catches what is left.
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = options[name];
    if (!option) {
      const lists = command === null ? '--help lists them' : `${command.name} --help lists them`;
      throw new UsageError(`There is no option ${rawName}: ${suggestion(name, Object.keys(options), lists, '--')}`);
    }
    if (option.type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    if (option.type === 'string' && (!value || (!token.inlineValue && value.startsWith('-')))) {
      throw new UsageError(`${rawName} takes ${option.takes ?? 'a value'}`);
    }
  }
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

function tooMany({ name, maxWords }: Command, words: string[]): string {
  const extra = words.slice(maxWords).join(' ');
  return maxWords === 0
    ? `${name} takes no words, and was given ${extra} (${name} --help).`
    : `${name} was given too much: ${extra} (${name} --help).`;
}
