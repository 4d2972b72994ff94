import type { IncomingMessage } from 'node:http';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { compileAnswerCheck } from '../../api/http/answers.ts';
import { type HttpAppCall, HttpCall, type HttpUserCall } from '../../api/http/call.ts';
import type { Core } from '../../application/core.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { Owner } from './scheduler.ts';
import { APP, type Surroundings } from './surroundings.ts';

/** A client gives up on an answer after this. */
const ANSWER_TIMEOUT_MS = 20_000;

const endpoints = new Map(
  heiheiEndpoints.map((endpoint) => {
    return [endpoint.path, { endpoint, checkAnswer: compileAnswerCheck(endpoint.path, endpoint.answer) }];
  }),
);

/** What became of a request, as its client sees it. */
export type Outcome =
  | { kind: 'ok'; answer: object }
  | { kind: 'refused'; code: string }
  /** 503: it may have happened. */
  | { kind: 'unavailable' }
  /** No answer: it may have happened. */
  | { kind: 'lost' };

/** Requests to one process, over a network that is slow and breaks with the process. */
export class Requests {
  private readonly world: Surroundings;
  private readonly owner: Owner;
  private readonly core: () => Core | null;
  private readonly underWay = new Set<() => void>();

  /** `core` gives null while nothing is served. */
  constructor(world: Surroundings, owner: Owner, core: () => Core | null) {
    this.world = world;
    this.owner = owner;
    this.core = core;
  }

  /** The process is gone: whoever waits for its answer learns no more than that. */
  lose(): void {
    for (const lost of [...this.underWay]) lost();
  }

  /** A request over the network. `key` is its Idempotency-Key. */
  send(path: string, userId: number, params: object, key?: string): Promise<Outcome> {
    const line = `${this.owner.name}: ${path} by ${userId} ${JSON.stringify(params)} ${key ?? ''}`;
    return this.run(line, async (core) => {
      const found = endpoints.get(path);
      if (!found) throw new Error(`no endpoint ${path}`);
      const { endpoint, checkAnswer } = found;
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      const request = { headers, socket: { remoteAddress: '203.0.113.7' } } as unknown as IncomingMessage;
      const caller = { appId: APP, userId, sessionId: 'session' };
      const proof = { appId: APP, caller, app: null };
      const call = new HttpCall(request, core, { ...params }, proof) as HttpUserCall & HttpAppCall;
      const answer = await endpoint.handle(call);
      checkAnswer(answer);
      return answer;
    });
  }

  /** Something that a request would do, for what no endpoint of ours has. */
  run(line: string, handle: (core: Core) => Promise<object>): Promise<Outcome> {
    const { scheduler, network } = this.world;
    this.world.trace(line);
    const { world } = scheduler;
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = (outcome: Outcome) => {
        if (isSettled) return;
        isSettled = true;
        this.underWay.delete(lost);
        this.world.trace(`${line} -> ${outcome.kind} ${outcome.kind === 'refused' ? outcome.code : ''}`);
        resolve(outcome);
      };
      const lost = () => void scheduler.after(world, network.between(0.1, 30), () => settle({ kind: 'lost' }));
      scheduler.after(world, ANSWER_TIMEOUT_MS, () => settle({ kind: 'lost' }));
      scheduler.after(world, network.between(0.1, 5), () => {
        const core = this.core();
        if (!core) return settle({ kind: 'unavailable' });
        this.underWay.add(lost);
        scheduler.after(this.owner, 0, async () => {
          const outcome = await this.answer(core, handle);
          scheduler.after(world, network.between(0.1, 5), () => settle(outcome));
        });
      });
    });
  }

  private async answer(core: Core, handle: (core: Core) => Promise<object>): Promise<Outcome> {
    try {
      return { kind: 'ok', answer: await handle(core) };
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'refused', code: error.code };
      const isTemporary = error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError;
      if (!isTemporary) this.world.violation(`a request failed unexpectedly: ${(error as Error).stack}`);
      return { kind: 'unavailable' };
    }
  }
}
