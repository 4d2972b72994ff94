import type { ParseArgsConfig } from 'node:util';
import { type Config, ROLES } from '../../config.ts';
import type { Output } from './output.ts';

/** An option as `node:util.parseArgs` takes it, and what --help says of it. */
export type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  /** The placeholder of the value in --help, for an option that takes one. */
  value?: string;
  /** The allowed values, for the error when the value is missing. */
  takes?: string;
  summary: string;
};

/** What a command was called with besides its words, and where it tells its result. */
export interface Call {
  /** The values of its options, as given. */
  options: Readonly<Record<string, string | boolean | undefined>>;
  env: NodeJS.ProcessEnv;
  output: Output;
  /** Lets a server on this machine go first from now on. */
  giveWay(): void;
}

/** What --help shows of a command, and what it takes. */
interface CommandForm {
  name: string;
  /** What it does, in one line without a full stop. */
  summary: string;
  /** Each form of the command, and what that does. */
  usage: readonly (readonly [form: string, does: string])[];
  /** Notes for --help: what must be stopped first, say. */
  notes?: readonly string[];
  options: Readonly<Record<string, Option>>;
  /** Most words after the command; 0: none. */
  maxWords: number;
  /** What exit code 1 says, besides that the settings are wrong or a store cannot be opened. */
  failsWhen?: string;
  /** Dev mode without --dev. */
  isDev?: true;
}

/**
 * One command of the command line. `run` resolves with the exit code: 0, or 1 for problems that it found. It rejects with `UsageError` when
 * the words make no sense, and with the errors that `explain` knows. `runUnread` is of a command that works whatever the settings say: they
 * are not read before it.
 */
export type Command = CommandForm &
  (
    | { run(config: Config, words: string[], call: Call): Promise<number> }
    | { runUnread(words: string[], call: Call): Promise<number> }
  );

/** A command line that makes no sense, explained in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command could not do what it was asked to, explained in one sentence. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** Options of every command: they are settings, and decide which stores it opens. */
export const SETTING_OPTIONS = {
  dev: { type: 'boolean', summary: 'dev mode: /dev routes and built-in secrets, for this machine alone' },
  roles: {
    type: 'string',
    value: 'a,b',
    takes: `${ROLES.join(', ')}, separated by commas`,
    summary: 'what this process does of api, realtime, projections, workers; default: ROLES, else all',
  },
} as const satisfies Record<string, Option>;

/** Of commands that tell something: for scripts. */
export const JSON_OPTION = {
  json: { type: 'boolean', summary: 'the result as one JSON document on stdout, for scripts' },
} as const satisfies Record<string, Option>;

/** Exit codes of every command. */
export const EXIT_CODES = [
  ['0', 'done'],
  ['1', 'not done, or something is not as it should be: one sentence on stderr says what'],
  ['2', 'the command line makes no sense: one sentence on stderr says why'],
] as const;
export const MISUSE = 2;
