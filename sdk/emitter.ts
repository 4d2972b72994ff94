/** Handlers by the event's name. */
export class Emitter<Events extends object> {
  private readonly handlers = new Map<keyof Events, Set<(detail: never) => void>>();

  /** Calls `handler` at each event of this name. Returns what takes it away again. */
  on<Name extends keyof Events>(name: Name, handler: (detail: Events[Name]) => void): () => void {
    const known = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, known.add(handler));
    return () => void known.delete(handler);
  }

  /** @internal */
  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void {
    for (const handler of [...(this.handlers.get(name) ?? [])]) (handler as (detail: Events[Name]) => void)(detail);
  }
}
