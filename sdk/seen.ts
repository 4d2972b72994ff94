/** More than a server sends again at once of a channel. */
const KEPT = 5_000;

/** The latest names: knows whether one was there before. */
export class Seen {
  private readonly names = new Set<string>();

  /** Whether it was there before; it is from now on. */
  has(name: string): boolean {
    if (this.names.has(name)) return true;
    this.names.add(name);
    if (this.names.size > KEPT) this.names.delete(this.names.values().next().value!);
    return false;
  }
}
