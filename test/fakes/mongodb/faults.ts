import type { Document } from 'bson';

/** A fault that commands run into. */
export interface Fault {
  /**
   * `drop-before`: the connection ends and the command is not carried out; `drop-after`: it is, and nobody is told;
   * `late`: the connection ends at once, the command is carried out `delayMs` later; `not-primary`: refused as by a server
   * that has just lost its office; `unauthorized`: refused for want of a right; `slow`: answered `delayMs` late; `build`: the
   * indexes that the command creates take `delayMs`.
   */
  kind: 'drop-before' | 'drop-after' | 'late' | 'not-primary' | 'unauthorized' | 'slow' | 'build';
  /** Names of commands; without them any that reads or writes documents, or ends a transaction. */
  commands?: string[];
  /** Part of the collection's name. */
  collection?: string;
  /** So many that fit are spared first; default 0. */
  skip?: number;
  /** So many are hit; default 1. */
  times?: number;
  delayMs?: number;
}

/** What the server says of itself. */
export interface Mode {
  /** A single server: no replica set. */
  standalone: boolean;
  /** No primary: an election that takes its time. */
  noPrimary: boolean;
  /** One of the data-bearing members is away: a build that wants all of them to have the index waits for it. */
  memberDown: boolean;
  maxWireVersion: number;
  /** No password is right. */
  refusesPasswords: boolean;
}

/** MongoDB 7.0. */
export const DEFAULT_MODE: Mode = {
  standalone: false,
  noPrimary: false,
  memberDown: false,
  maxWireVersion: 21,
  refusesPasswords: false,
};

const COMMANDS = new Set(
  'insert update delete findAndModify find aggregate count getMore commitTransaction abortTransaction'.split(' '),
);

/** The faults that are waiting for their commands, in the order in which they were given. */
export class Faults {
  private waiting: Required<Pick<Fault, 'skip' | 'times'>>[] & Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push({ skip: 0, times: 1, ...fault });
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that a command runs into. */
  next(name: string, command: Document): Fault | null {
    for (const fault of this.waiting) {
      if (fault.commands ? !fault.commands.includes(name) : !COMMANDS.has(name)) continue;
      if (fault.collection && !String(command[name]).includes(fault.collection)) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      if (fault.times <= 0) continue;
      fault.times--;
      return fault;
    }
    return null;
  }
}
