import type { Document } from 'bson';
import { CommandError, noSuchTransaction, writeConflict } from './errors.ts';
import { type Changes, idKey, type Storage } from './storage.ts';

/** The server's transactionLifetimeLimitSeconds. */
const LIFETIME_MS = 60_000;

export interface Transaction {
  session: string;
  txnNumber: number;
  changes: Changes;
  /** Of the storage when it began: a document that was committed later is in conflict. */
  readonly startVersion: number;
  readonly ended: Promise<void>;
  end(): void;
}

/** A document is held by a transaction: to be tried again when that has ended. */
export class HeldError extends Error {
  readonly holder: Transaction;
  constructor(holder: Transaction) {
    super('held by a transaction');
    this.holder = holder;
  }
}

/** Open transactions, one a session, and the documents that they hold. */
export class Transactions {
  private readonly storage: Storage;
  private readonly open = new Map<string, Transaction>();
  private readonly holders = new Map<string, Transaction>();
  private readonly timers = new Map<Transaction, NodeJS.Timeout>();

  constructor(storage: Storage) {
    this.storage = storage;
  }

  get openCount(): number {
    return this.open.size;
  }

  /** The transaction in which a command runs; null outside of one. */
  of(command: Document): Transaction | null {
    if (command.autocommit !== false) return null;
    const session = sessionOf(command);
    const txnNumber = Number(command.txnNumber);
    const known = this.open.get(session);
    if (!command.startTransaction) {
      if (known?.txnNumber === txnNumber) return known;
      throw noSuchTransaction();
    }
    const last = Math.max(known?.txnNumber ?? -1, this.storage.remembered.get(session)?.txnNumber ?? -1);
    if (txnNumber <= last) throw new CommandError(225, 'TransactionTooOld', 'a later transaction has begun');
    if (known) this.abort(known);
    return this.begin(session, txnNumber);
  }

  commit(command: Document): void {
    const session = sessionOf(command);
    const txnNumber = Number(command.txnNumber);
    const transaction = this.open.get(session);
    if (transaction?.txnNumber === txnNumber) {
      this.storage.commit(transaction.changes, { session, txnNumber, reply: null });
      this.close(transaction);
      return;
    }
    const remembered = this.storage.remembered.get(session);
    if (remembered?.txnNumber !== txnNumber || remembered.reply !== null) throw noSuchTransaction();
  }

  abort(transaction: Transaction): void {
    if (this.open.get(transaction.session) === transaction) this.close(transaction);
  }

  abortSession(session: string): void {
    const transaction = this.open.get(session);
    if (transaction) this.close(transaction);
  }

  closeAll(): void {
    for (const transaction of [...this.open.values()]) this.close(transaction);
  }

  /**
   * Takes a document for a write. Throws a write conflict within a transaction, as the server does, and `HeldError` for a
   * plain write, which the server lets wait.
   */
  hold(transaction: Transaction | null, namespace: string, id: unknown): void {
    const place = `${namespace}\0${idKey(id)}`;
    const holder = this.holders.get(place);
    if (holder && holder !== transaction) throw transaction ? writeConflict() : new HeldError(holder);
    if (!transaction) return;
    this.checkUnchanged(transaction, namespace, idKey(id));
    this.holders.set(place, transaction);
  }

  /** A transaction sees what was committed before it began: it can't write what was changed since, whatever that is now. */
  checkUnchanged(transaction: Transaction | null, namespace: string, key: string): void {
    if (transaction && this.storage.versionOf(namespace, key) > transaction.startVersion) throw writeConflict();
  }

  private begin(session: string, txnNumber: number): Transaction {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const transaction = { session, txnNumber, changes: new Map(), startVersion: this.storage.version, ended, end };
    this.open.set(session, transaction);
    this.timers.set(
      transaction,
      setTimeout(() => this.abort(transaction), LIFETIME_MS),
    );
    return transaction;
  }

  private close(transaction: Transaction): void {
    this.open.delete(transaction.session);
    clearTimeout(this.timers.get(transaction));
    this.timers.delete(transaction);
    for (const [place, holder] of this.holders) if (holder === transaction) this.holders.delete(place);
    transaction.end();
  }
}

export function sessionOf(command: Document): string {
  return sessionKey(command.lsid);
}

export function sessionKey(lsid: Document): string {
  return Buffer.from(lsid.id.buffer).toString('hex');
}
