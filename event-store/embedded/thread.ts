import { parentPort, type TransferListItem, type Worker } from 'node:worker_threads';
import { DamagedLogError } from '../event-store.ts';
import { StoreOpenError } from '../sqlite.ts';
import { startThread } from '../start-thread.ts';
import { BatchFailure } from './batch.ts';

/** The thread ended without answering. */
export class ThreadGoneError extends Error {
  override readonly name = 'ThreadGoneError';
}

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

type Reply<Answer> = { answer: Answer } | { error: ErrorFields };
const CLOSE = 'close';

/** The main thread's end of a worker thread that answers one request after the other. */
export class Thread<Request, Answer> {
  private readonly worker: Worker;
  private readonly waiting: Waiting<Answer>[] = [];
  private readonly exited: Promise<void>;
  private gone: Error | undefined;

  constructor(script: URL) {
    this.worker = startThread(script);
    this.worker.on('message', (reply: Reply<Answer>) => {
      const { resolve, reject } = this.waiting.shift()!;
      if ('error' in reply) reject(rebuildError(reply.error));
      else resolve(reply.answer);
    });
    this.worker.on('error', (error: Error) => this.abandon(error));
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.abandon(new Error('it ended'));
        resolve();
      });
    });
  }

  /** Rejects with the thread's error, or with `ThreadGoneError` when it ends before it answers. */
  request(request: Request, transfer: TransferListItem[] = []): Promise<Answer> {
    if (this.gone) return Promise.reject(this.gone);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(request, transfer);
    });
  }

  /** Lets the thread answer what it was asked, and end. */
  async close(): Promise<void> {
    if (!this.gone) this.worker.postMessage(CLOSE);
    await this.exited;
  }

  private abandon(cause: Error): void {
    this.gone ??= new ThreadGoneError(`a thread of the event log is gone: ${cause.message}`, { cause });
    for (const { reject } of this.waiting.splice(0)) reject(this.gone);
  }
}

export interface Service<Request, Answer> {
  answer(request: Request): Answer;
  /** What of the answer is handed over rather than copied. */
  transfer?(answer: Answer): ArrayBuffer[];
  close(): void;
}

/** The worker's end: answers requests until it is told to close. */
export function serve<Request, Answer>(service: Service<Request, Answer>): void {
  const port = parentPort!;
  port.on('message', (request: Request | typeof CLOSE) => {
    if (request === CLOSE) {
      service.close();
      port.close();
      return;
    }
    let reply: Reply<Answer>;
    try {
      reply = { answer: service.answer(request) };
    } catch (error) {
      reply = { error: takeApart(error) };
    }
    port.postMessage(reply, 'answer' in reply ? service.transfer?.(reply.answer) : undefined);
  });
}

/** An error on its way between threads, where only plain errors would keep what they are. */
interface ErrorFields {
  name: string;
  message: string;
  details: Record<string, unknown>;
}

function takeApart(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), details: {} };
  const { name, message } = error;
  if (error instanceof DamagedLogError)
    return { name, message, details: { position: error.position, stream: error.stream } };
  if (error instanceof StoreOpenError) return { name, message, details: { problem: error.problem } };
  if (error instanceof BatchFailure) return { name: 'BatchFailure', message, details: { outcome: error.outcome } };
  return { name, message, details: {} };
}

function rebuildError({ name, message, details }: ErrorFields): Error {
  switch (name) {
    case 'DamagedLogError':
      return new DamagedLogError(message, details as { position?: number; stream?: string });
    case 'StoreOpenError':
      return new StoreOpenError(details.problem as StoreOpenError['problem'], message);
    case 'BatchFailure':
      return new BatchFailure(details.outcome as BatchFailure['outcome'], message);
    default:
      return new Error(message);
  }
}
