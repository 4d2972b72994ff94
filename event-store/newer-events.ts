import type { NewerReleaseError } from './event-store.ts';

/** Most types to keep apart; a newer release adds a few. */
const MAX_TYPES = 100;
/** Streams of a type that are counted; beyond, "at least". */
const MAX_STREAMS = 1_000;

/** The events of a newer release that this process has met since it started: for readiness. */
export class NewerEvents {
  private readonly streamsOf = new Map<string, Set<string>>();
  private readonly newest = new Map<string, NewerReleaseError>();

  note(error: NewerReleaseError): void {
    const { type, stream } = error.event;
    let streams = this.streamsOf.get(type);
    if (!streams) {
      if (this.streamsOf.size >= MAX_TYPES) return;
      streams = new Set();
      this.streamsOf.set(type, streams);
    }
    if (streams.size < MAX_STREAMS) streams.add(stream);
    this.newest.set(type, error);
  }

  /** One sentence a type. */
  sentences(): string[] {
    return [...this.newest].map(([type, { event }]) => {
      const count = this.streamsOf.get(type)!.size;
      const others = count > 1 ? ` and ${count - 1}${count >= MAX_STREAMS ? ' or more' : ''} others` : '';
      return `${event.stream}${others} answer 503: ${type} was written by a newer release (at position ${event.position}); upgrade this process`;
    });
  }
}
