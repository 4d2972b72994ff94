import type { ParseArgsConfig } from 'node:util';
import { type Config, ROLES } from '../../config.ts';

/** An option as `node:util.parseArgs` takes it, and what --help says of it. */
export type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  /** The placeholder of the value in --help, for an option that takes one. */
  value?: string;
  /** The allowed values, for the error when the value is missing. */
  takes?: string;
  summary: string;
};

/** One command of the command line. */
export interface Command {
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
  /**
   * Runs the command, and resolves with the exit code: 0, or 1 for problems that it found. Rejects with `UsageError` when the words
   * make no sense, and with the errors that `explain` knows.
   */
  run(config: Config, words: string[]): Promise<number>;
}

/** A command line that makes no sense, explained in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
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
