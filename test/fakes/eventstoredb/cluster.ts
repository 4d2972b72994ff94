import { Metadata, type MetadataValue, status } from '@grpc/grpc-js';

/** Who leads, and what the others know, as the fake was told. */
export interface Leadership {
  /** The node that leads; null while none does. */
  leader: number | null;
  /** How nodes refuse meanwhile: as not ready, or as followers that do not know who leads. */
  leaderless: 'not-ready' | 'no-leader-info';
  /** Nodes that do not hear of what is written from now on: their reads and subscriptions fall behind. */
  stale: number[];
  /** Followers that are cut off from the others, so that they never learn who leads. */
  unaware: number[];
}

export interface Refusal {
  code: number;
  details: string;
  metadata?: Metadata;
}

export const NOT_READY: Refusal = { code: status.UNAVAILABLE, details: 'Server Is Not Ready' };
export const NO_LEADER_INFO: Refusal = { code: status.UNKNOWN, details: 'No leader info available in response' };

/**
 * The nodes of the fake, with one log: what the real ones do in their places (ClusterVNodeController.cs, RpcExceptions.cs). A follower
 * serves reads from what it has and forwards writes, unless the call's metadata requires the leader.
 */
export class Cluster {
  readonly ports: number[] = [];
  private readonly length: () => number;
  private state: Leadership = { leader: 0, leaderless: 'not-ready', stale: [], unaware: [] };
  /** What stale nodes have of the log. */
  private readonly heard = new Map<number, number>();

  constructor(length: () => number) {
    this.length = length;
  }

  get leader(): number | null {
    return this.state.leader;
  }

  set(change: Partial<Leadership>): void {
    this.state = { ...this.state, ...change };
    for (const node of this.state.stale) if (!this.heard.has(node)) this.heard.set(node, this.length());
    for (const node of this.heard.keys()) if (!this.state.stale.includes(node)) this.heard.delete(node);
  }

  /** How many records of the log a node has: a leader has all. */
  visible(node: number): number {
    return node === this.state.leader ? this.length() : (this.heard.get(node) ?? this.length());
  }

  /** Why a node does not serve a read or take a write; undefined when it does. */
  refusal(node: number, kind: 'read' | 'write', metadata: Metadata): Refusal | undefined {
    const { leader, leaderless, unaware } = this.state;
    if (node === leader) return undefined;
    const requiresLeader = metadata.get('requires-leader').some((value: MetadataValue) => value === 'true');
    if (kind === 'read' && !requiresLeader) return undefined;
    if (leader === null) return leaderless === 'not-ready' ? NOT_READY : NO_LEADER_INFO;
    if (unaware.includes(node)) return NO_LEADER_INFO;
    return requiresLeader ? this.notLeader(leader) : undefined;
  }

  private notLeader(leader: number): Refusal {
    const metadata = new Metadata();
    metadata.set('exception', 'not-leader');
    metadata.set('leader-endpoint-host', '127.0.0.1');
    metadata.set('leader-endpoint-port', String(this.ports[leader]));
    return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
  }
}
