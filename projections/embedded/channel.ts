import type { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { StoreOpenError, type StoreOpenProblem } from '../../event-store/sqlite.ts';
import { startThread } from '../../event-store/start-thread.ts';
import { DamagedReadModelsError } from '../read-models.ts';

/** A worker's error, in a form that can be posted. */
export type Failure =
  | { kind: 'unavailable' | 'damaged' | 'range' | 'other'; message: string }
  | { kind: 'open'; message: string; problem: StoreOpenProblem };

export type Request = { id: number; call: string; input: unknown };
export type Reply = { id: number; value: unknown } | { id: number; failure: Failure };

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/**
 * Calls into a worker thread. Calls made in one turn of the event loop travel in one message, and are carried out in the
 * order in which they were made; so are their replies.
 */
export class Channel {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private queue: Request[] = [];
  private transfers: ArrayBuffer[] = [];
  private nextId = 1;
  private dead: Error | null = null;
  private closing: Promise<void> | null = null;
  private readonly exited: Promise<void>;

  constructor(script: URL) {
    this.worker = startThread(script);
    this.worker.on('message', (replies: Reply[]) => this.settle(replies));
    this.worker.on('error', (error) => this.die(error));
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.die(new Error('the worker of the read models has ended'));
        resolve();
      });
    });
  }

  /** `transfer`: memory in `input` that is handed over rather than copied. */
  call<Result>(call: string, input: unknown, transfer: ArrayBuffer[] = []): Promise<Result> {
    if (this.closing) return Promise.reject(new Error('the read models are closed'));
    this.transfers.push(...transfer);
    return this.send(call, input);
  }

  /** Lets the calls under way finish, then ends the worker. */
  close(): Promise<void> {
    this.closing ??= this.send('close', null)
      .catch(() => undefined)
      .then(() => this.exited);
    return this.closing;
  }

  private send<Result>(call: string, input: unknown): Promise<Result> {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise<Result>((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      if (this.queue.length === 0) setImmediate(() => this.flush());
      this.queue.push({ id, call, input });
    });
  }

  private flush(): void {
    const [requests, transfers] = [this.queue, this.transfers];
    this.queue = [];
    this.transfers = [];
    if (!this.dead) this.worker.postMessage(requests, transfers);
  }

  private settle(replies: Reply[]): void {
    for (const reply of replies) {
      const waiting = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if ('failure' in reply) waiting?.reject(revive(reply.failure));
      else waiting?.resolve(reply.value as never);
    }
  }

  private die(error: Error): void {
    this.dead ??= error;
    for (const { reject } of this.waiting.values()) reject(this.dead);
    this.waiting.clear();
  }
}

function revive(failure: Failure): Error {
  const { message } = failure;
  switch (failure.kind) {
    case 'open':
      return new StoreOpenError(failure.problem, message);
    case 'unavailable':
      return new StoreUnavailableError(message);
    case 'damaged':
      return new DamagedReadModelsError(message);
    case 'range':
      return new RangeError(message);
    case 'other':
      return new Error(message);
  }
}
