import { createHash } from 'node:crypto';
import {
  type Context,
  type Link,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore, LoggedEvent, NewEvent, StreamAppend, SubscribeOptions } from '../event-store/event-store.ts';
import { SALON_VERSION } from './version.ts';

/** Spans that others may have as their parent, of each kind: what follows from an event follows within seconds. */
const MAX_REMEMBERED = 10_000;
/** What happened before this process started may still be under way for so long. */
const BEFORE_START_MS = 60_000;

/**
 * Spans of what follows from a request: http → command → append → reaction, projection, socket. All of one correlation id are one trace, whose id follows from that
 * id, so that processes need not tell each other; within a process each has the span that it follows from as its parent. Spans go to whichever
 * OpenTelemetry provider was registered before the start; without one there is no `Traces`, and nothing is done.
 */
export class Traces {
  private readonly tracer: Tracer;
  private readonly sinceMs: number;
  /** By request id, command id, event id and position. */
  private readonly spans = new Map<string, SpanContext>();

  /** `startedAt`: epoch ms; what happened long before has no spans, or a start that catches up with the log would make millions. */
  constructor(tracer: Tracer, startedAt: number) {
    this.tracer = tracer;
    this.sinceMs = startedAt - BEFORE_START_MS;
  }

  /** A request to an endpoint begins; what is returned ends its span with the code of its answer. */
  readonly request = (requestId: string, path: string): ((code: number, isFault: boolean) => void) => {
    const attributes = { 'http.route': path, 'salon.correlation_id': requestId };
    const span = this.tracer.startSpan(`http ${path}`, { kind: SpanKind.SERVER, attributes }, rootOf(requestId));
    this.remember(requestId, span);
    return (code, isFault) => {
      span.setAttribute('salon.code', code);
      if (isFault) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  };

  /** The handler with a span for each command, and one for each reaction that a reactor carries out by it. */
  commands<Handler extends Pick<CommandHandler, 'handle'>>(handler: Handler): Handler {
    const handle: CommandHandler['handle'] = async (decider, stream, command, meta) => {
      const { commandId, correlationId = commandId, cause } = meta;
      const attributes = {
        'salon.stream': stream,
        'salon.command_id': commandId,
        'salon.correlation_id': correlationId,
      };
      const parent = this.contextOf([cause ? nameOf(cause.position) : correlationId], correlationId);
      const name = cause ? `reaction ${cause.reactor}` : `command ${(command as { type?: string }).type ?? ''}`;
      const span = this.tracer.startSpan(name, { attributes }, parent);
      this.remember(commandId, span);
      try {
        return await handler.handle(decider, stream, command, meta);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
        throw error;
      } finally {
        span.end();
      }
    };
    return replaced(handler, { handle } as Partial<Handler>);
  }

  /** The log with a span for each append, linked to the commands that share it. Reactions that are written in one with their event have spans of their own. */
  appends(log: EventStore): EventStore {
    const append: EventStore['append'] = (stream, events, options) =>
      this.appending([{ stream, events }], () => log.append(stream, events, options));
    const { atomic } = log;
    if (!atomic) return replaced(log, { append });
    const together: typeof atomic.append = (appends, position) =>
      this.appending(appends, () => atomic.append(appends, position));
    return replaced(log, { append, atomic: replaced(atomic, { append: together }) });
  }

  /** The log with a span for each event that a follower takes: the projector, or the sockets of this process. */
  followed<Log extends Pick<EventStore, 'subscribe'>>(
    log: Log,
    what: 'projection' | 'socket',
    isTold: (event: LoggedEvent) => boolean = () => true,
  ): Log {
    const subscribe = ({ onBatch, ...options }: SubscribeOptions) =>
      log.subscribe({
        ...options,
        onBatch: async (events) => {
          const recent = events.filter((event) => event.meta.at >= this.sinceMs && isTold(event));
          const spans = recent.map((event) => this.following(what, event));
          try {
            await onBatch(events);
          } finally {
            for (const span of spans) span.end();
          }
        },
      });
    return replaced(log, { subscribe } as Partial<Log>);
  }

  /** The log for reactors: what they carry out has the append of its event as its parent. */
  noted(log: EventStore): EventStore {
    const subscribe: EventStore['subscribe'] = ({ onBatch, ...options }) =>
      log.subscribe({
        ...options,
        onBatch: (events) => {
          for (const { id, position } of events) this.remember(nameOf(position), this.spans.get(id));
          return onBatch(events);
        },
      });
    return replaced(log, { subscribe });
  }

  private async appending<Done>(
    appends: readonly Pick<StreamAppend, 'stream' | 'events'>[],
    append: () => Promise<Done>,
  ): Promise<Done> {
    const events = appends.flatMap((one) => one.events);
    const [first] = events;
    if (!first) return append();
    const commandIds = [...new Set(events.map(({ meta }) => meta.commandId))];
    const links = commandIds.slice(1).flatMap((id) => this.linkTo(id));
    const attributes = { 'salon.events': events.length, 'salon.streams': appends.length };
    const parent = this.contextOf([first.meta.commandId], correlationOf(first));
    const span = this.tracer.startSpan('append', { attributes, links }, parent);
    const reactions = events.filter(({ meta }) => meta.cause && !this.spans.has(meta.commandId));
    const ahead = reactions.map((event) => this.startReaction(event, span));
    for (const event of events) if (!reactions.includes(event)) this.remember(event.id, span);
    try {
      return await append();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
      throw error;
    } finally {
      for (const one of [...ahead, span]) one.end();
    }
  }

  /** A reaction that was decided with its event. */
  private startReaction({ id, meta }: NewEvent, append: Span): Span {
    const attributes = { 'salon.correlation_id': meta.correlationId ?? meta.commandId, 'salon.ahead': true };
    const parent = trace.setSpanContext(ROOT_CONTEXT, append.spanContext());
    const span = this.tracer.startSpan(`reaction ${meta.cause!.reactor}`, { attributes }, parent);
    this.remember(id, span);
    return span;
  }

  private following(what: string, event: LoggedEvent): Span {
    const { id, type, position } = event;
    const attributes = {
      'salon.event': type,
      'salon.position': position,
      'salon.correlation_id': correlationOf(event),
    };
    return this.tracer.startSpan(`${what} ${type}`, { attributes }, this.contextOf([id], correlationOf(event)));
  }

  /** The first of these spans that is known, as a parent; else the root of the trace. */
  private contextOf(names: readonly string[], correlationId: string): Context {
    const known = names.find((name) => this.spans.has(name));
    return known === undefined ? rootOf(correlationId) : trace.setSpanContext(ROOT_CONTEXT, this.spans.get(known)!);
  }

  private linkTo(name: string): Link[] {
    const context = this.spans.get(name);
    return context ? [{ context }] : [];
  }

  private remember(name: string, span: Span | SpanContext | undefined): void {
    if (!span) return;
    this.spans.set(name, 'spanContext' in span ? span.spanContext() : span);
    if (this.spans.size > MAX_REMEMBERED) this.spans.delete(this.spans.keys().next().value!);
  }
}

/** The spans of this process; null where no provider of OpenTelemetry is registered. */
export function tracesOf(startedAt: number, provider: TracerProvider = trace.getTracerProvider()): Traces | null {
  const isOff = provider instanceof ProxyTracerProvider && !provider.getDelegateTracer('salon', SALON_VERSION);
  return isOff ? null : new Traces(provider.getTracer('salon', SALON_VERSION), startedAt);
}

const correlationOf = ({ meta }: Pick<NewEvent, 'meta'>): string => meta.correlationId ?? meta.commandId;

const nameOf = (position: number): string => `position ${position}`;

/** The trace of a correlation id: spans of every process are below it. */
function rootOf(correlationId: string): Context {
  const hash = createHash('sha256').update(correlationId).digest('hex');
  const context = { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48), traceFlags: TraceFlags.SAMPLED };
  return trace.setSpanContext(ROOT_CONTEXT, { ...context, isRemote: true });
}

/** The same object with some members in place of its own. */
function replaced<Of extends object>(of: Of, members: Partial<Of>): Of {
  return new Proxy(of, {
    get(target, key) {
      if (key in members) return members[key as keyof Of];
      const member = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
