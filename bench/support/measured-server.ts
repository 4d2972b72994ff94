import { ServerProcess } from '../../test/support/server-process.ts';

const PRELOAD = new URL('collect-on-signal.js', import.meta.url).href;
/** How long to wait for a collection, on a busy machine. */
const COLLECTION_TIMEOUT_MS = 60_000;
const POLL_MS = 5;
const MB = 2 ** 20;

/** Memory that a server holds, in MB (2^20 bytes), right after a collection. */
export interface Sample {
  /** Since the server was started. */
  atMs: number;
  /** All threads, and what the allocators have not given back. */
  rssMb: number;
  /** Of the main thread. */
  heapMb: number;
  /** Buffers outside of the heap, of the main thread. */
  externalMb: number;
  /** Part of heap and external: frames kept for resumes. */
  ringsMb: number;
}

/** What is open in a server. */
export interface OpenThings {
  /** Handles that keep the process going, by kind: sockets, timers, threads' ports; the scrape's own socket is among them. */
  handles: Record<string, number>;
  connections: number;
  channels: number;
}

/** The real server; its garbage is collected before each sample. */
export class MeasuredServer {
  readonly process: ServerProcess;
  private readonly startedAtMs = performance.now();
  private collections = 0;

  private constructor(process: ServerProcess) {
    this.process = process;
  }

  static async start(env: Record<string, string>): Promise<MeasuredServer> {
    const NODE_OPTIONS = `--import=${PRELOAD}`;
    return new MeasuredServer(await ServerProcess.start({ ...env, NODE_OPTIONS }));
  }

  async sample(): Promise<Sample> {
    await this.collect();
    const metrics = await this.scrape();
    const mb = (name: string) => (metrics.get(name) ?? Number.NaN) / MB;
    return {
      atMs: performance.now() - this.startedAtMs,
      rssMb: mb('process_resident_memory_bytes'),
      heapMb: mb('nodejs_heap_size_used_bytes'),
      externalMb: mb('nodejs_external_memory_bytes'),
      ringsMb: mb('salon_realtime_ring_bytes'),
    };
  }

  async openThings(): Promise<OpenThings> {
    const metrics = await this.scrape();
    const handles: Record<string, number> = {};
    for (const [name, value] of metrics) {
      const kind = /^nodejs_active_resources\{type="(.+)"\}$/.exec(name)?.[1];
      if (kind) handles[kind] = value;
    }
    return {
      handles,
      connections: metrics.get('salon_realtime_connections') ?? Number.NaN,
      channels: metrics.get('salon_realtime_channels') ?? Number.NaN,
    };
  }

  private async collect(): Promise<void> {
    const said = `garbage collected ${++this.collections}.`;
    process.kill(this.process.pid, 'SIGUSR2');
    const deadline = Date.now() + COLLECTION_TIMEOUT_MS;
    while (!this.process.text.includes(said)) {
      if (Date.now() > deadline) throw new Error(`the server collects no garbage:\n${this.process.text.slice(-1_000)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  private async scrape(): Promise<Map<string, number>> {
    const text = await (await fetch(`${this.process.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  }
}
