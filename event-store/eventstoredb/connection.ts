import type { EventStoreDBClient } from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type Client, connectivityState, Metadata, status } from '@grpc/grpc-js';
import { DamagedLogError, StoreUnavailableError } from '../event-store.ts';
import { StoreOpenError } from '../store-open-error.ts';
import type { Upcast } from '../upcast.ts';
import { type Channel, ownChannel } from './channel.ts';
import { clientOf } from './connection-string.ts';
import { throughElection } from './elections.ts';
import {
  isLeaderless,
  knowsNoLeader,
  openingError,
  publicUrl,
  typeOf,
  unavailable,
  wasAway,
  within,
} from './failures.ts';
import {
  type AllRead,
  allRequest,
  followRequest,
  readAnswer,
  type StreamRead,
  streamRequest,
  type WireEvent,
} from './messages.ts';
import type { AllPosition } from './positions.ts';

/** The first release that gives events of a stream their position in the log. */
export const MIN_SERVER_VERSION = '22.6';

/** The server takes 100 open calls on one connection; further ones stall. The rest is left to appends and subscriptions. */
const MAX_CONCURRENT_READS = 64;

/** A read that met a lost connection or a new leader is repeated, so that no command fails because of it. */
const MAX_READ_ATTEMPTS = 3;
const READ_RETRY_MS = 50;

/** A call whose messages come as bytes: they are decoded here, as far as somebody wants them. */
export interface ReadCall {
  on(event: 'data', listener: (message: Buffer) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'end' | 'close', listener: () => void): this;
  removeAllListeners(event: 'data'): this;
  cancel(): void;
}

/** The bidirectional call that appends go over. */
export interface BatchAppendCall extends ReadCall {
  write(request: Buffer): boolean;
}

/** Parts of the client that its published types lack; they are the same in all of its 6.x releases. */
interface ClientInternals {
  GRPCStreamCreator<Call>(
    stub: typeof streamsGrpc.StreamsClient,
    name: string,
    create: (stub: ClientStub) => Call,
  ): () => Promise<Call>;
  callArguments(options: object, callOptions: object): [never, never];
  supports(method: typeof streamsGrpc.StreamsService.batchAppend): Promise<boolean>;
  readonly capabilities: Promise<{ serverVersion: string }>;
  createChannel(): Promise<Channel>;
  getChannel(): Promise<Channel>;
  handleError(stub: ClientStub, error: Error): Promise<void>;
}

type ClientStub = Pick<Client, 'getChannel' | 'makeServerStreamRequest' | 'makeBidiStreamRequest'>;

const asItIs = (bytes: Buffer) => bytes;

/**
 * Every call goes to the leader: a follower's reads lag, and commands would be decided on them. A node that does not lead refuses
 * such calls, and says who does.
 */
const AT_THE_LEADER = { requiresLeader: true } as const;

/**
 * The process's one client and connection to EventStoreDB. When its node goes away, stops leading or has lost the others, the
 * client connects to the leader. Calls that last stay on the old node, so their holders are told to move (`onMoved`).
 */
export class Connection {
  /** Brings events that are read to today's versions. */
  readonly upcast: Upcast;
  private readonly client: EventStoreDBClient;
  private readonly internals: ClientInternals;
  private readonly readDeadlineMs: number;
  private readonly electionMs: number;
  private readonly waitingReads: (() => void)[] = [];
  private channel: Promise<Channel> | undefined;
  private reads = 0;
  private readonly moved = new Set<() => void>();
  private readonly left = new WeakSet<Channel>();
  /** The stub of the last call for appends. */
  private appendStub: ClientStub | undefined;
  /** Functions that give up a read under way. */
  private readonly underWay = new Set<() => void>();
  private ended = false;

  /**
   * Connects and checks that the server is one that Salon can use.
   * Rejects with `StoreOpenError`: 'bad-url', 'unreachable', 'access-denied', 'unsupported-server'.
   */
  static async open(
    url: string,
    deadlines: { openMs: number; readMs: number; electionMs: number },
    upcast: Upcast,
  ): Promise<Connection> {
    const connection = new Connection(clientOf(url), deadlines, upcast);
    try {
      await within(deadlines.openMs, 'no answer in time', connection.checkServer(url));
      return connection;
    } catch (error) {
      await connection.close();
      throw openingError(url, error);
    }
  }

  private constructor(client: EventStoreDBClient, deadlines: { readMs: number; electionMs: number }, upcast: Upcast) {
    this.client = client;
    this.upcast = upcast;
    this.internals = client as unknown as ClientInternals;
    this.readDeadlineMs = deadlines.readMs;
    this.electionMs = deadlines.electionMs;
    const { handleError, createChannel, getChannel } = this.internals;
    this.internals.handleError = async (stub, error) => {
      const channel = stub.getChannel();
      // The client does not await this promise, so a failed search for the cluster's leader would be an unhandled rejection.
      await handleError(stub, knowsNoLeader(error) ? asUnavailable(error) : error).catch(() => {});
      const isLeft = channel.getConnectivityState(false) === connectivityState.SHUTDOWN;
      if (!isLeft || this.left.has(channel)) return;
      this.left.add(channel);
      for (const listener of this.moved) listener();
    };
    this.internals.createChannel = async () => ownChannel(await createChannel());
    this.internals.getChannel = () => {
      this.channel = getChannel();
      return this.channel;
    };
  }

  private async checkServer(url: string): Promise<void> {
    const { serverVersion } = await this.internals.capabilities;
    const isOld =
      /^\d+\.\d+/.test(serverVersion) && serverVersion.localeCompare(MIN_SERVER_VERSION, 'en', { numeric: true }) < 0;
    if (isOld || !(await this.internals.supports(streamsGrpc.StreamsService.batchAppend))) {
      throw new StoreOpenError(
        'unsupported-server',
        `The server at ${publicUrl(url)} (version ${serverVersion}) lacks what Salon needs: use EventStoreDB ${MIN_SERVER_VERSION} or later.`,
      );
    }
  }

  /** Opens the call that appends go over, with no deadline of its own. Its failures make the client reconnect. */
  openBatchAppend(): Promise<BatchAppendCall> {
    const { path } = streamsGrpc.StreamsService.batchAppend;
    return this.open((stub) => {
      this.appendStub = stub;
      return stub.makeBidiStreamRequest(path, asItIs, asItIs, ...this.atTheLeader());
    });
  }

  /** Makes the client look for the leader, after a node answered that it does not lead. The client does so by itself after errors only. */
  seekLeader(answer: Error): void {
    if (this.appendStub && !this.ended) void this.internals.handleError(this.appendStub, asUnavailable(answer));
  }

  /** Calls back when further calls go to another node, or over another connection; returns a function that ends that. */
  onMoved(listener: () => void): () => void {
    this.moved.add(listener);
    return () => this.moved.delete(listener);
  }

  /** Events of a stream; [] for a missing one. Rejects with `StoreUnavailableError`, and with `DamagedLogError` for a deleted one. */
  readStream(read: StreamRead): Promise<WireEvent[]> {
    return this.read(`reading ${read.stream}`, streamRequest(read));
  }

  /** Events of `$all`: forwards from a position and including it, backwards before it. */
  readAll(read: AllRead): Promise<WireEvent[]> {
    return this.read('reading the log', allRequest(read));
  }

  /** Follows `$all` after a position, without most system events. Its messages are for `readAnswer`. */
  subscribeToAll(after: AllPosition): Promise<ReadCall> {
    return this.openRead(followRequest(after));
  }

  private openRead(request: ReturnType<typeof allRequest>): Promise<ReadCall> {
    const { path, requestSerialize } = streamsGrpc.StreamsService.read;
    return this.open((stub) =>
      stub.makeServerStreamRequest(path, requestSerialize, asItIs, request, ...this.atTheLeader()),
    );
  }

  /** Opens a call through the client, which reconnects when the call fails for want of a server. */
  private open<Call>(create: (stub: ClientStub) => Call): Promise<Call> {
    return this.internals.GRPCStreamCreator(streamsGrpc.StreamsClient, 'salon', create)();
  }

  /** The last arguments of a call, which has no deadline. */
  private atTheLeader(): [never, never] {
    return this.internals.callArguments(AT_THE_LEADER, { deadline: Number.POSITIVE_INFINITY });
  }

  /** Fails reads under way and later ones, before closing. */
  endReads(): void {
    this.ended = true;
    for (const giveUp of this.underWay) giveUp();
    for (const resolve of this.waitingReads.splice(0)) resolve();
  }

  /** Cancels every call that is under way and closes the connection. */
  async close(): Promise<void> {
    await this.client.dispose();
    // The client leaves its channel open. Asking the client for it here could make it look for a server first.
    this.channel?.then(
      (channel) => channel.close(),
      () => {},
    );
  }

  /** Runs a read when fewer than MAX_CONCURRENT_READS are under way; the deadline counts from now. */
  private async read(doing: string, request: ReturnType<typeof allRequest>): Promise<WireEvent[]> {
    const deadline = performance.now() + this.readDeadlineMs;
    if (this.reads >= MAX_CONCURRENT_READS) await new Promise<void>((resolve) => this.waitingReads.push(resolve));
    else this.reads++;
    try {
      return await throughElection(() => this.attempt(request, deadline), this.electionMs);
    } catch (error) {
      if (typeOf(error) === 'stream-deleted')
        throw new DamagedLogError(`EventStoreDB failed ${doing}: it was deleted there, which Salon never does`, {
          cause: error,
        });
      throw unavailable(doing, error);
    } finally {
      const next = this.waitingReads.shift();
      if (next) next();
      else this.reads--;
    }
  }

  private async attempt(request: ReturnType<typeof allRequest>, deadline: number): Promise<WireEvent[]> {
    for (let attempt = 1; ; attempt++) {
      if (this.ended) throw new StoreUnavailableError('the log is closed');
      try {
        return await collect(this.openRead(request), Math.max(0, deadline - performance.now()), this.underWay);
      } catch (error) {
        const isFinal = attempt === MAX_READ_ATTEMPTS || performance.now() + READ_RETRY_MS > deadline;
        if (isFinal || !wasAway(error) || isLeaderless(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, READ_RETRY_MS * attempt));
      }
    }
  }
}

/** An error that makes the client treat the node as gone, and look for the leader. */
function asUnavailable({ message }: Error): Error {
  return Object.assign(new Error(message), { code: status.UNAVAILABLE, details: message, metadata: new Metadata() });
}

/** All events of a read, or its failure; [] for a missing stream. A read that the server leaves open is cancelled after the deadline. */
function collect(opening: Promise<ReadCall>, deadlineMs: number, underWay: Set<() => void>): Promise<WireEvent[]> {
  return new Promise((resolve, reject) => {
    const events: WireEvent[] = [];
    const settled = () => {
      clearTimeout(timer);
      underWay.delete(giveUp);
    };
    const fail = (error: unknown) => {
      settled();
      reject(error as Error);
    };
    const cancel = () => {
      opening.then(
        (call) => call.cancel(),
        () => {},
      );
    };
    const giveUp = () => {
      fail(new StoreUnavailableError('EventStoreDB did not answer a read in time'));
      cancel();
    };
    const timer = setTimeout(giveUp, deadlineMs);
    underWay.add(giveUp);
    opening.then((call) => {
      call.on('data', (message) => {
        try {
          const answer = readAnswer(message);
          if (typeof answer === 'object') events.push(answer);
        } catch (error) {
          fail(error);
          cancel();
        }
      });
      call.on('error', fail);
      call.on('end', () => {
        settled();
        resolve(events);
      });
    }, fail);
  });
}
