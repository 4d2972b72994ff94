import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type KeyCertPair, Server, ServerCredentials, type sendUnaryData, status } from '@grpc/grpc-js';
import { BatchAppends } from './appends.ts';
import type { Cluster } from './cluster.ts';
import type { FaultState } from './faults.ts';
import type { FakeLog } from './log.ts';
import { Reads } from './reads.ts';
import type { Writes } from './writes.ts';

const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;
/** Calls on one connection, as the real server has it. */
const MAX_CONCURRENT_CALLS = 100;

export interface NodeOptions {
  /** Its number in the cluster, from 0. */
  node: number;
  cluster: Cluster;
  state: FaultState;
  log: FakeLog;
  writes: Writes;
  version: string;
  /** Whether BatchAppend is offered: servers before 21.10 do not. */
  batchAppend: boolean;
  /** Breaks the connections of all nodes. */
  dropConnections(): void;
}

/** One node: what it serves on its port. */
export class FakeNode {
  private readonly server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_concurrent_streams': MAX_CONCURRENT_CALLS,
  });
  private readonly options: NodeOptions;
  private readonly reads: Reads;
  private port = 0;

  constructor(options: NodeOptions) {
    const { state, log, writes } = options;
    this.options = options;
    this.reads = new Reads(state, log, options);
    const appends = new BatchAppends(state, writes, options, options.dropConnections);
    const unimplemented = (_: unknown, answer: sendUnaryData<never>) => answer({ code: status.UNIMPLEMENTED });
    this.server.addService(streamsGrpc.StreamsService, {
      read: this.reads.handle,
      batchAppend: appends.handle,
      append: (_: unknown, answer: sendUnaryData<never>) => {
        state.counters.appends++;
        answer({ code: status.UNIMPLEMENTED, details: 'the fake takes appends in batches' });
      },
      delete: unimplemented,
      tombstone: unimplemented,
    });
    this.server.addService(featuresGrpc.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<featuresPb.SupportedMethods>) =>
        void this.features(answer),
    });
    this.server.addService(gossipGrpc.GossipService, {
      read: (_: unknown, answer: sendUnaryData<gossipPb.ClusterInfo>) => answer(null, this.gossip()),
    });
  }

  /** Resolves with the port. */
  /** `tls`: what it proves itself with; without it, it speaks plainly. */
  listen(port: number, tls?: KeyCertPair): Promise<number> {
    const credentials = tls ? ServerCredentials.createSsl(null, [tls]) : ServerCredentials.createInsecure();
    return new Promise((resolve, reject) => {
      this.server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => {
        this.port = bound;
        if (error) reject(error);
        else resolve(bound);
      });
    });
  }

  /** There are new events, or this node may show more of them. */
  wake(): void {
    this.reads.wake();
  }

  /** Breaks every connection; new ones are welcome. */
  dropConnections(): void {
    this.server.drain(`127.0.0.1:${this.port}`, 0);
  }

  private async features(answer: sendUnaryData<featuresPb.SupportedMethods>): Promise<void> {
    const { state, batchAppend: hasBatchAppend, version } = this.options;
    state.counters.featureRequests++;
    await state.thawed();
    const refusal = state.refusal();
    if (refusal) {
      answer(refusal);
      return;
    }
    const method = (path: string) => {
      const [, service, name] = path.split('/');
      return new featuresPb.SupportedMethod().setServiceName(service!.toLowerCase()).setMethodName(name!.toLowerCase());
    };
    const { read, append, batchAppend } = streamsGrpc.StreamsService;
    const offered = hasBatchAppend ? [read, append, batchAppend] : [read, append];
    const methods = offered.map(({ path }) => method(path));
    answer(null, new featuresPb.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(version));
  }

  /** Every node but the leader calls itself a follower, also while there is none: so a client can fall for it. */
  private gossip(): gossipPb.ClusterInfo {
    const { LEADER, FOLLOWER } = gossipPb.MemberInfo.VNodeState;
    const { ports, leader } = this.options.cluster;
    const members = ports.map((port, node) =>
      new gossipPb.MemberInfo()
        .setInstanceId(new shared.UUID().setString(crypto.randomUUID()))
        .setState(node === leader ? LEADER : FOLLOWER)
        .setIsAlive(true)
        .setHttpEndPoint(new gossipPb.EndPoint().setAddress('127.0.0.1').setPort(port)),
    );
    return new gossipPb.ClusterInfo().setMembersList(members);
  }
}
