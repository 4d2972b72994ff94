import { constants, setPriority } from 'node:os';

/** Lets a server on this machine go first: what is asked of it waits for nobody who only looks. Of this whole process, for good. */
export function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Where the system knows no priorities, the work is done all the same.
  }
}
