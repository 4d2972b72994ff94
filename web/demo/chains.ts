/** Pauses before each look at a chain, ms: reactors follow within moments, on a busy machine later. */
const LOOKS_MS = [0, 300, 1_000, 3_000, 8_000, 15_000];

/** An event of the chain that a call began, as `/dev/chain` shows it. */
export interface Link {
  eventId: string;
  position: number;
  type: string;
  stream: string;
  /** The event that a reactor followed; null: the request itself made it. */
  causationId: string | null;
  reactor?: string;
  /** What sockets got. */
  messages: { channel: string; body: { msgType?: string; action?: string } }[];
}

export interface ShownChain {
  who: string;
  call: string;
  links: Link[];
}

/** Looks at what followed from the last call that somebody on this page made. */
export class Chains {
  shown: ShownChain | null = null;
  private readonly changed: () => void;
  private readonly giftShown: () => void;
  private lastRequest = '';

  /** `giftShown` is called when there is more to see of a gift than that it was bought. */
  constructor(changed: () => void, giftShown: () => void) {
    this.changed = changed;
    this.giftShown = giftShown;
  }

  /** Shows what follows from a call, as it comes; a later call takes its place. */
  async follow(who: string, call: string, requestId: string): Promise<void> {
    this.lastRequest = requestId;
    for (const ms of LOOKS_MS) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (this.lastRequest !== requestId) return;
      const response = await fetch(`/dev/chain?correlationId=${requestId}`).catch(() => null);
      if (!response?.ok || this.lastRequest !== requestId) continue;
      const { events } = (await response.json()) as { events: Link[] };
      this.shown = { who, call, links: events };
      this.changed();
      if (events.length > 1 && events[0]!.type === 'GiftBought') this.giftShown();
    }
  }
}

/** How many causes an event has within its chain. */
export function depthOf(link: Link, links: readonly Link[]): number {
  const cause = links.find(({ eventId }) => eventId === link.causationId);
  return cause ? depthOf(cause, links) + 1 : 0;
}
