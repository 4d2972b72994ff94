import type { KeyCertPair } from '@grpc/grpc-js';
import { Cluster, type Leadership } from './cluster.ts';
import { FaultState } from './faults.ts';
import { FakeLog } from './log.ts';
import { FakeNode } from './node.ts';
import { StateFile } from './state-file.ts';
import { Writes } from './writes.ts';

export interface FakeOptions {
  /** One for each node; 0 for any. */
  ports: number[];
  /** Where the log is kept; only in memory when undefined. */
  file: string | undefined;
  version: string;
  /** Whether BatchAppend is offered: servers before 21.10 do not. */
  batchAppend: boolean;
  /** Each commit takes at least this long, as on a disk that syncs. */
  commitMs: number;
  /** Answers over TLS, with this. */
  tls: KeyCertPair | undefined;
}

/** A stand-in for EventStoreDB, of one node or several, that the real client talks to over real connections. */
export class FakeServer {
  readonly state = new FaultState();
  private readonly options: FakeOptions;
  private readonly nodes: FakeNode[];
  private readonly cluster: Cluster;

  constructor(options: FakeOptions) {
    this.options = options;
    const { state } = this;
    const { version, batchAppend } = options;
    state.faults.commitMs = options.commitMs;
    const log = new FakeLog();
    const file = options.file === undefined ? undefined : new StateFile(options.file, (record) => log.restore(record));
    this.cluster = new Cluster(() => log.records.length);
    const { cluster } = this;
    const commitMs = () => state.faults.commitMs;
    const writes = new Writes(log, file, () => this.wake(), commitMs);
    const dropConnections = () => this.dropConnections();
    this.nodes = options.ports.map((_, node) => {
      state.counters.nodes.push({ reads: 0, appends: 0, openSubscriptions: 0 });
      return new FakeNode({ node, cluster, state, log, writes, version, batchAppend, dropConnections });
    });
  }

  /** Resolves with the ports. */
  async listen(): Promise<number[]> {
    for (const [index, node] of this.nodes.entries()) {
      this.cluster.ports.push(await node.listen(this.options.ports[index]!, this.options.tls));
    }
    return this.cluster.ports;
  }

  /** Says who leads from now on, and who knows. */
  lead(change: Partial<Leadership>): void {
    this.cluster.set(change);
    this.wake();
  }

  /** Breaks every connection; new ones are welcome. */
  dropConnections(): void {
    for (const node of this.nodes) node.dropConnections();
  }

  private wake(): void {
    for (const node of this.nodes) node.wake();
  }
}
