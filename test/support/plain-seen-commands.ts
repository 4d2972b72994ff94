import {
  REMEMBERED_BY_AGE,
  REMEMBERED_MS,
  REMEMBERED_PER_STREAM,
  REMEMBERED_PER_USER,
  type SeenCommand,
} from '../../domain/kernel/seen-commands.ts';

/** The plain version of domain/kernel/seen-commands.ts: commands as objects in a `Map`, oldest first. */
export class PlainSeenCommands {
  readonly commands = new Map<string, SeenCommand>();
  private reviewAt = REMEMBERED_PER_USER + 512;

  remember(commandId: string, command: SeenCommand): void {
    const isNew = !this.commands.has(commandId);
    this.commands.set(commandId, { ...command });
    if (isNew && this.commands.size >= this.reviewAt) this.forget(command.at);
  }

  countEvent(commandId: string): boolean {
    const command = this.commands.get(commandId);
    if (command) command.count++;
    return command !== undefined;
  }

  settleRevision(commandId: string, revision: number): void {
    const command = this.commands.get(commandId);
    if (command) command.revision = revision;
  }

  /** Forgets, oldest first, commands of users who have too many, commands that are too old, and those too many for one stream. */
  private forget(now: number): void {
    const { commands } = this;
    const left = new Map<number, number>();
    for (const { actor } of commands.values()) left.set(actor, (left.get(actor) ?? 0) + 1);
    for (const [commandId, { actor, at }] of commands) {
      const isOld = commands.size > REMEMBERED_BY_AGE && at <= now - REMEMBERED_MS;
      const hasTooMany = actor !== 0 && left.get(actor)! > REMEMBERED_PER_USER;
      if (!isOld && !hasTooMany && commands.size <= REMEMBERED_PER_STREAM) continue;
      commands.delete(commandId);
      left.set(actor, left.get(actor)! - 1);
    }
    this.reviewAt = Math.max(REMEMBERED_PER_USER + 512, Math.ceil(commands.size * 1.125));
  }
}
