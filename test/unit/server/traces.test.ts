import { type Context, type Link, type SpanOptions, type Tracer, trace } from '@opentelemetry/api';
import { expect } from 'chai';
import { tracesOf } from '../../../server/traces.ts';
import { Client } from '../../support/client.ts';
import { DevSalon } from '../../support/dev-salon.ts';
import { until } from '../../support/promises.ts';

interface Kept {
  name: string;
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  links: Link[];
  attributes: Record<string, unknown>;
  isEnded: boolean;
}

/** A tracer that keeps spans in memory, with the trace and the parent of the context that they are given. */
function keepingTracer(kept: Kept[]): Tracer {
  const startSpan = (name: string, { attributes = {}, links = [] }: SpanOptions = {}, context?: Context) => {
    const parent = context && trace.getSpanContext(context);
    const spanId = (kept.length + 1).toString(16).padStart(16, '0');
    const traceId = parent?.traceId ?? spanId.padStart(32, '0');
    const own: Kept = {
      ...{ name, traceId, spanId, parentId: parent?.spanId, links, attributes: { ...attributes }, isEnded: false },
    };
    kept.push(own);
    return {
      spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
      setAttribute: (key: string, value: unknown) => void Object.assign(own.attributes, { [key]: value }),
      setStatus: () => {},
      end: () => {
        own.isEnded = true;
      },
    };
  };
  return { startSpan } as unknown as Tracer;
}

describe('traces', () => {
  const kept: Kept[] = [];
  afterEach(() => trace.disable());

  it('are off where no provider is registered', () => {
    expect(tracesOf(0)).to.equal(null);
  });

  it('lead from a request to its command, its append, what reactors do, the read models and the sockets', async () => {
    trace.setGlobalTracerProvider({ getTracer: () => keepingTracer(kept) });
    const salon = await DevSalon.start('traces');
    try {
      const host = await new Client(salon.url, 'host').signIn('13800000001', { displayName: '主播' });
      const { live } = await host.must('/api/live/create-live', { title: '听' });
      const { liveId } = live as { liveId: number };
      await host.must('/api/live/start-live', { liveId });
      const requestId = 'the-request-of-a-trace';
      const said = { liveId, roomId: liveId, text: '大家好' };
      const answer = await host.call('/api/msg/send-msg', said, { 'X-Request-Id': requestId });
      expect(answer.errorcode).to.equal(0);
      const ofRequest = () => kept.filter(({ attributes }) => attributes['salon.correlation_id'] === requestId);
      const find = (name: RegExp) => ofRequest().find((span) => name.test(span.name));
      await until(() => find(/^projection /) !== undefined && find(/^socket /) !== undefined, 'the followers’ spans');
      const http = find(/^http /)!;
      const command = find(/^command /)!;
      const append = kept.find(({ name, parentId }) => name === 'append' && parentId === command.spanId)!;
      expect(http.attributes).to.include({ 'http.route': '/api/msg/send-msg', 'salon.code': 0 });
      expect(command.parentId).to.equal(http.spanId);
      for (const name of [/^projection /, /^socket /]) expect(find(name)!.parentId).to.equal(append.spanId);
      for (const span of [http, command, append]) expect(span.traceId, span.name).to.equal(http.traceId);
      const reactions = kept.filter(({ name }) => name.startsWith('reaction '));
      expect(reactions).not.to.have.length(0);
      const ids = new Map(kept.map((span) => [span.spanId, span]));
      for (const { name, parentId } of reactions) expect(ids.get(parentId!)?.name, name).to.equal('append');
    } finally {
      await salon.stop();
    }
    expect(kept.filter(({ isEnded }) => !isEnded)).to.deep.equal([]);
  });
});
