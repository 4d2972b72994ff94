import type { FeedEvent } from '../../application/operators/feed-events.ts';
import type { OperatorClient } from './operator-client.ts';

/** An open feed of the operators' API: what it has said so far. */
export class Followed {
  readonly events: FeedEvent[] = [];
  readonly counts: { types: Record<string, number>; position: number; ms: number }[] = [];
  /** Whether no frame said that more was left out. */
  isComplete = true;
  /** Why it ended; null while it goes on. */
  ended: string | null = null;
  /** Resolves when the server has ended the answer. */
  readonly whenClosed: Promise<void>;
  private readonly aborting: AbortController;

  private constructor(body: ReadableStream<Uint8Array>, aborting: AbortController) {
    this.aborting = aborting;
    this.whenClosed = this.read(body);
  }

  /** Rejects unless the feed is given. */
  static async open(client: OperatorClient, params: Record<string, string | number> = {}, headers = {}) {
    const query = new URLSearchParams(
      Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const aborting = new AbortController();
    const response = await fetch(`${client.url}/operator/v1/feed?${query}`, {
      headers: { Cookie: client.cookie, ...headers },
      signal: aborting.signal,
    });
    const type = response.headers.get('Content-Type');
    if (type !== 'text/event-stream') throw new Error(`${response.status} ${type}: ${await response.text()}`);
    return new Followed(response.body!, aborting);
  }

  async close(): Promise<void> {
    this.aborting.abort();
    await this.whenClosed;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const frames = text.split('\n\n');
        text = frames.pop()!;
        for (const frame of frames) this.take(frame);
      }
    } catch (error) {
      if (!this.aborting.signal.aborted) throw error;
    }
  }

  private take(frame: string): void {
    const fields = new Map(
      frame.split('\n').map((line) => [line.split(': ', 1)[0]!, line.slice(line.indexOf(': ') + 2)]),
    );
    const data = JSON.parse(fields.get('data') ?? '{}');
    switch (fields.get('event')) {
      case 'events':
        this.events.push(...data.events);
        this.isComplete &&= data.isComplete;
        break;
      case 'counts':
        this.counts.push(data);
        break;
      case 'end':
        this.ended = data.reason;
        break;
    }
  }
}
