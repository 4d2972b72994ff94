import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, type sendUnaryData, status } from '@grpc/grpc-js';
import { BatchAppends } from './appends.ts';
import { FaultState } from './faults.ts';
import { FakeLog } from './log.ts';
import { Reads } from './reads.ts';
import { StateFile } from './state-file.ts';
import { Writes } from './writes.ts';

export interface FakeOptions {
  port: number;
  /** Where the log is kept; only in memory when undefined. */
  file: string | undefined;
  version: string;
  /** Whether BatchAppend is offered: servers before 21.10 do not. */
  batchAppend: boolean;
}

const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;
/** Calls on one connection, as the real server has it. */
const MAX_CONCURRENT_CALLS = 100;

/** A stand-in for EventStoreDB that the real client talks to, over a real connection. */
export class FakeServer {
  readonly state = new FaultState();
  private readonly server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_concurrent_streams': MAX_CONCURRENT_CALLS,
  });
  private readonly options: FakeOptions;
  private port = 0;

  constructor(options: FakeOptions) {
    this.options = options;
    const log = new FakeLog();
    const file = options.file === undefined ? undefined : new StateFile(options.file, (record) => log.restore(record));
    const reads = new Reads(this.state, log);
    const writes = new Writes(log, file, () => reads.wake());
    const appends = new BatchAppends(this.state, writes, () => this.dropConnections());
    const unimplemented = (_: unknown, answer: sendUnaryData<never>) => answer({ code: status.UNIMPLEMENTED });
    this.server.addService(streamsGrpc.StreamsService, {
      read: reads.handle,
      batchAppend: appends.handle,
      append: (_: unknown, answer: sendUnaryData<never>) => {
        this.state.counters.appends++;
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
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const address = `127.0.0.1:${this.options.port}`;
      this.server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
        this.port = port;
        if (error) reject(error);
        else resolve(port);
      });
    });
  }

  /** Breaks every connection; new ones are welcome. */
  dropConnections(): void {
    this.server.drain(`127.0.0.1:${this.port}`, 0);
  }

  private async features(answer: sendUnaryData<featuresPb.SupportedMethods>): Promise<void> {
    this.state.counters.featureRequests++;
    await this.state.thawed();
    const refusal = this.state.refusal();
    if (refusal) {
      answer(refusal);
      return;
    }
    const method = (path: string) => {
      const [, service, name] = path.split('/');
      return new featuresPb.SupportedMethod().setServiceName(service!.toLowerCase()).setMethodName(name!.toLowerCase());
    };
    const { read, append, batchAppend } = streamsGrpc.StreamsService;
    const offered = this.options.batchAppend ? [read, append, batchAppend] : [read, append];
    const methods = offered.map(({ path }) => method(path));
    answer(
      null,
      new featuresPb.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(this.options.version),
    );
  }

  private gossip(): gossipPb.ClusterInfo {
    const member = new gossipPb.MemberInfo()
      .setInstanceId(new shared.UUID().setString(crypto.randomUUID()))
      .setState(gossipPb.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossipPb.EndPoint().setAddress('127.0.0.1').setPort(this.port));
    return new gossipPb.ClusterInfo().setMembersList([member]);
  }
}
