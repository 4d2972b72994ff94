import type { ParseArgsConfig } from 'node:util';
import { type Config, ROLES } from '../../config.ts';

/** An option as `node:util.parseArgs` takes it, and what --help says of it. */
export type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  /** The value's form, for an option that takes one. */
  value?: string;
  /** What that may be, for whoever leaves it out. */
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
  /** What one should know besides: what must be stopped, say. */
  notes?: readonly string[];
  options: Readonly<Record<string, Option>>;
  /** The words after the command that it takes at most; 0: none. */
  maxWords: number;
  /**
   * Does it, and resolves with the exit code: 0, or 1 for what it found. Rejects with `UsageError` when the words make no
   * sense, and with the errors that `explain` knows.
   */
  run(config: Config, words: string[]): Promise<number>;
}

/** A command line that means nothing: one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What every command takes, since they are settings: which stores it opens follows from them. */
export const SETTING_OPTIONS = {
  dev: { type: 'boolean', summary: 'dev mode: /dev routes and built-in secrets, for this machine alone' },
  roles: {
    type: 'string',
    value: 'a,b',
    takes: `${ROLES.join(', ')}, separated by commas`,
    summary: 'what this process does of api, realtime, projections, workers; default: ROLES, else all',
  },
} as const satisfies Record<string, Option>;
