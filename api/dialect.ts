import type { Core } from './core.ts';
import type { Caller } from './endpoint.ts';

/** How one published API speaks: who calls, what a success looks like, and what each failure does. */
export interface Dialect {
  /** Who the `token` parameter stands for; throws a `DomainError` when it is not valid. */
  authenticate(core: Core, token: string): Promise<Caller>;
  /** The app that calls without a token belong to. */
  appId(core: Core): string;
  success(answer: object): { errorcode: number };
  failure(path: string, error: unknown): DialectFailure;
}

export interface DialectFailure {
  status: number;
  body: { errorcode: number };
  headers?: Readonly<Record<string, string>>;
  /** Nothing that a client did: to be logged with its stack. */
  unexpected: boolean;
}
