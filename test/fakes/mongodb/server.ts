import { createServer, type Server, type Socket } from 'node:net';
import type { Document } from 'bson';
import { type Database, Execution } from './commands.ts';
import { CommandError, notPrimary, RETRYABLE, TRANSIENT } from './errors.ts';
import { DEFAULT_MODE, type Fault, Faults, type Mode } from './faults.ts';
import { IndexBuilds } from './index-builds.ts';
import { Storage } from './storage.ts';
import { HeldError, sessionOf, type Transaction, Transactions } from './transactions.ts';
import { type Frame, FrameReader, reply } from './wire.ts';

const SET_NAME = 'rs0';
const HELLO = new Set(['hello', 'ismaster', 'isMaster']);
const MAX_UNINDEXED = 100;
const MAX_WEAK = 100;
const WRITES = new Set('insert update delete findAndModify commitTransaction'.split(' '));
const READS = new Set('find aggregate count'.split(' '));

export interface Stats {
  /** Commands that were carried out, by name. */
  commands: Record<string, number>;
  /** Retryable writes that were answered again instead of being carried out again. */
  repeated: number;
  /** Queries and writes that no index served. */
  unindexed: unknown[];
  /** Commands that ask for less than what a majority has, or is given. */
  weak: string[];
  openTransactions: number;
  faults: number;
}

/** A replica set of one member on a port of this machine, with just what a driver needs to work with documents. */
export class FakeMongo {
  private readonly storage: Storage;
  private readonly transactions: Transactions;
  private readonly database: Database;
  private readonly faults = new Faults();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private mode: Mode = { ...DEFAULT_MODE };
  private counts: Record<string, number> = {};
  private repeated = 0;
  private hit = 0;
  private unindexed: unknown[] = [];
  private weak: string[] = [];
  private connections = 0;
  private port = 0;

  constructor(file?: string) {
    this.storage = new Storage(file);
    this.transactions = new Transactions(this.storage);
    this.database = {
      storage: this.storage,
      transactions: this.transactions,
      builds: new IndexBuilds(),
      cursors: new Map(),
      onUnindexed: (what) => this.unindexed.length < MAX_UNINDEXED && this.unindexed.push(what),
    };
    this.server = createServer((socket) => this.serve(socket));
  }

  /** Resolves with the port. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.server.address();
    this.port = typeof address === 'object' && address ? address.port : port;
    return this.port;
  }

  async close(): Promise<void> {
    this.transactions.closeAll();
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    const reader = new FrameReader();
    this.sockets.add(socket);
    const connectionId = ++this.connections;
    let last = Promise.resolve();
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (bytes) => {
      for (const frame of reader.push(bytes)) last = last.then(() => this.answer(socket, frame, connectionId));
    });
  }

  private async answer(socket: Socket, frame: Frame, connectionId: number): Promise<void> {
    const name = Object.keys(frame.command)[0]!;
    const fault = name === 'fake' ? null : this.faults.next(name, frame.command);
    if (fault) this.hit++;
    if (fault?.kind === 'drop-before') {
      socket.destroy();
      return;
    }
    if (fault?.kind === 'late') socket.destroy();
    if (fault?.delayMs && fault.kind !== 'build') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    const document = await this.carryOut(name, frame.command, fault, connectionId);
    if (fault?.kind === 'drop-after') socket.destroy();
    if (!frame.isSilent && !socket.destroyed) socket.write(reply(frame, document));
  }

  private async carryOut(
    name: string,
    command: Document,
    fault: Fault | null,
    connectionId: number,
  ): Promise<Document> {
    try {
      if (name === 'fake') return { ...this.control(command.fake), ok: 1 };
      if (HELLO.has(name)) return this.hello(command, connectionId);
      this.counts[name] = (this.counts[name] ?? 0) + 1;
      if (isWeak(name, command) && this.weak.length < MAX_WEAK) this.weak.push(name);
      if (name === 'saslStart') throw new CommandError(18, 'AuthenticationFailed', 'Authentication failed.');
      if (name === 'ping' || name === 'buildInfo') return { version: '7.0.0', versionArray: [7, 0, 0, 0], ok: 1 };
      if (this.mode.noPrimary || fault?.kind === 'not-primary') {
        throw notPrimary(command.autocommit === false && name !== 'commitTransaction' ? TRANSIENT : RETRYABLE);
      }
      if (fault?.kind === 'unauthorized')
        throw new CommandError(13, 'Unauthorized', `not authorized to execute ${name}`);
      if (name === 'createIndexes') await this.build(command, fault?.kind === 'build' ? (fault.delayMs ?? 0) : 0);
      return { ...(await this.execute(name, command)), ok: 1 };
    } catch (error) {
      if (error instanceof CommandError) return error.reply();
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { ok: 0, code: 8, codeName: 'UnknownError', errmsg: `the fake: ${message}` };
    }
  }

  /** Waits until the command's indexes are built, which then remain to be noted. */
  private async build(command: Document, buildMs: number): Promise<void> {
    const isWaiting = () => this.mode.memberDown && command.commitQuorum !== 'majority';
    while (isWaiting()) await new Promise((resolve) => setTimeout(resolve, 20));
    const namespace = `${command.$db}.${command.createIndexes}`;
    const known = () => this.storage.namespaces.get(namespace)?.indexes ?? [];
    const isThere = (index: string) => known().some(({ name }) => name === index);
    await this.database.builds.run(command, namespace, isThere, buildMs);
  }

  private async execute(name: string, command: Document): Promise<Document> {
    if (this.mode.standalone && command.txnNumber !== undefined) {
      throw new CommandError(20, 'IllegalOperation', 'Transaction numbers are only allowed on a replica set member');
    }
    if (name === 'commitTransaction') {
      this.transactions.commit(command);
      return {};
    }
    const transaction = this.transactions.of(command);
    if (name === 'abortTransaction') {
      if (transaction) this.transactions.abort(transaction);
      return {};
    }
    if (transaction) return this.executeWithin(transaction, name, command);
    for (;;) {
      try {
        return this.executePlain(name, command);
      } catch (error) {
        if (!(error instanceof HeldError)) throw error;
        await error.holder.ended;
      }
    }
  }

  /** Any error ends a transaction. */
  private executeWithin(transaction: Transaction, name: string, command: Document): Document {
    try {
      return new Execution(this.database, transaction).run(name, command);
    } catch (error) {
      this.transactions.abort(transaction);
      throw error;
    }
  }

  /** A write with a transaction number is carried out once, however often it comes. */
  private executePlain(name: string, command: Document): Document {
    const execution = new Execution(this.database, null);
    if (command.txnNumber === undefined || command.autocommit !== undefined) {
      const answer = execution.run(name, command);
      this.storage.commit(execution.changes);
      return answer;
    }
    const session = sessionOf(command);
    const txnNumber = Number(command.txnNumber);
    const remembered = this.storage.remembered.get(session);
    if (remembered?.reply && remembered.txnNumber === txnNumber) {
      this.repeated++;
      return remembered.reply;
    }
    if (remembered && remembered.txnNumber >= txnNumber) {
      throw new CommandError(225, 'TransactionTooOld', 'a later write of this session has been made');
    }
    const answer = execution.run(name, command);
    this.storage.commit(execution.changes, { session, txnNumber, reply: answer });
    return answer;
  }

  private hello(command: Document, connectionId: number): Document {
    const me = `127.0.0.1:${this.port}`;
    const isPrimary = !this.mode.noPrimary;
    const set = {
      setName: SET_NAME,
      setVersion: 1,
      hosts: [me],
      me,
      secondary: !isPrimary,
      ...(isPrimary && { primary: me }),
    };
    return {
      helloOk: true,
      isWritablePrimary: isPrimary,
      ismaster: isPrimary,
      ...(!this.mode.standalone && set),
      ...(command.saslSupportedMechs && { saslSupportedMechs: ['SCRAM-SHA-256'] }),
      maxBsonObjectSize: 16 * 1024 * 1024,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      ...(!this.mode.standalone && { logicalSessionTimeoutMinutes: 30 }),
      connectionId,
      minWireVersion: 0,
      maxWireVersion: this.mode.maxWireVersion,
      readOnly: false,
      ok: 1,
    };
  }

  /** The `fake` command: faults, modes, counters. */
  private control(what: Document): Document {
    if (what.fault) this.faults.add(what.fault as Fault);
    if (what.clear) this.faults.clear();
    if (what.mode) this.mode = { ...DEFAULT_MODE, ...what.mode };
    if (what.disconnect) setImmediate(() => this.disconnect());
    if (what.reset) {
      this.counts = {};
      this.repeated = 0;
      this.hit = 0;
      this.unindexed = [];
      this.weak = [];
    }
    const { counts, repeated, unindexed, weak, hit } = this;
    const stats: Stats = {
      commands: counts,
      repeated,
      unindexed,
      weak,
      openTransactions: this.transactions.openCount,
      faults: hit,
    };
    return { stats };
  }

  private disconnect(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

/** Within a transaction the first command says what is read, and the commit who must have it. */
function isWeak(name: string, command: Document): boolean {
  const { readConcern, writeConcern, autocommit, startTransaction } = command;
  if (startTransaction) return readConcern?.level !== 'snapshot';
  if (name !== 'commitTransaction' && autocommit === false) return false;
  if (WRITES.has(name)) return writeConcern?.w !== 'majority';
  return READS.has(name) && readConcern?.level !== 'majority';
}
