import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { MAX_JSON_DEPTH } from '../../../api/http/json.ts';
import { type Given, MAX_PARAMETERS, type Parameters, REPEATED, type Received } from '../../../api/http/received.ts';
import { RefusedRequest } from '../../../api/http/refusals.ts';
import { type BodyRules, DEFAULT_BODY, MAX_BODY_BYTES, readRequest } from '../../../api/http/request.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { asDoubles } from '../../support/as-doubles.ts';

interface Sent {
  method?: string;
  query?: string;
  body?: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
  chunkBytes?: number;
  rules?: Partial<BodyRules>;
}

async function read(sent: Sent): Promise<Parameters> {
  return (await receive(sent)).form;
}

function receive({
  method = 'POST',
  query = '',
  body = '',
  type,
  headers = {},
  chunkBytes = 7,
  rules,
}: Sent): Promise<Received> {
  const bytes = Buffer.from(body);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  const request = Object.assign(Readable.from(chunks), {
    method,
    socket: { remoteAddress: '127.0.0.1' },
    headers: {
      ...(bytes.length > 0 && { 'transfer-encoding': 'chunked' }),
      ...(type !== undefined && { 'content-type': type }),
      ...headers,
    },
  }) as unknown as IncomingMessage;
  return new Promise((resolve, reject) => {
    readRequest(request, query, { ...DEFAULT_BODY, ...rules }, NO_FILES, (error, received) =>
      error ? reject(error) : resolve(received),
    );
  });
}

/** These requests bring no file. */
const NO_FILES = { spool: null as never, mayRead() {}, mayBegin: async () => {} };

const json = (body: string, more: Sent = {}) => read({ body, type: 'application/json', ...more });

async function refusal(promise: Promise<unknown>): Promise<DomainError | RefusedRequest> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof DomainError || outcome instanceof RefusedRequest) return outcome;
  throw new Error(`was not refused: ${String(outcome)}`);
}

describe('reading parameters', () => {
  it('takes query, form and JSON, on GET and POST', async () => {
    for (const method of ['GET', 'POST']) {
      expect([...(await read({ method, query: 'a=1&b=%E4%BD%A0+%2B' }))]).to.deep.equal([
        ['a', '1'],
        ['b', '你 +'],
      ]);
      expect([...(await read({ method, body: 'a=1&b=', type: 'application/x-www-form-urlencoded' }))]).to.deep.equal([
        ['a', '1'],
        ['b', ''],
      ]);
      expect([...(await json('{"a":1,"b":"x"}', { method, query: 'c=2' }))]).to.have.deep.members([
        ['a', 1],
        ['b', 'x'],
        ['c', '2'],
      ]);
    }
    expect([...(await read({ body: 'a=1' }))]).to.deep.equal([['a', '1']]);
    expect([...(await json('{"a":1}', { type: 'Application/JSON; charset=utf-8' }))]).to.deep.equal([['a', 1]]);
  });

  it('takes unescaped UTF-8, as some clients send it', async () => {
    expect((await read({ body: 'text=你好' })).get('text')).to.equal('你好');
    expect((await read({ query: Buffer.from('text=你好').toString('latin1') })).get('text')).to.equal('你好');
  });

  it('marks what comes twice', async () => {
    expect((await read({ query: 'a=1&a=1' })).get('a')).to.equal(REPEATED);
    expect((await read({ body: 'a=1&b=2&%61=1' })).get('a')).to.equal(REPEATED);
    expect((await json('{"a":1,"b":{"a":3},"\\u0061":1}')).get('a')).to.equal(REPEATED);
    expect((await json('{"a":1,"b":{"b":3}}')).get('b')).to.deep.equal({ b: 3 });
    expect((await read({ query: 'a=1', body: 'a=2' })).get('a')).to.equal(REPEATED);
    expect((await read({ query: 'a=1', body: 'a=1' })).get('a')).to.equal('1');
    expect((await json('{"a":1}', { query: 'a=1' })).get('a')).to.equal(1);
    expect((await json('{"a":[1]}', { query: 'a=1' })).get('a')).to.equal(REPEATED);
  });

  it('keeps hostile names harmless', async () => {
    const given = await json('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect([...given.keys()]).to.deep.equal(['__proto__', 'constructor']);
    await read({ query: '__proto__[polluted]=1&__proto__=2' });
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });

  it('refuses what is malformed, naming what is', async () => {
    const malformed: [string, Promise<unknown>][] = [
      ['body', json('{"a":')],
      ['body', json('[1]')],
      ['body', json('null')],
      ['body', json('"a"')],
      ['body', json(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)],
      ['body', json(`{"a":${'{"a":'.repeat(MAX_JSON_DEPTH)}1${'}'.repeat(MAX_JSON_DEPTH)}}`)],
      ['body', json(Buffer.from('{"a":"\xff"}', 'latin1') as unknown as string)],
      ['a', read({ query: 'a=%zz' })],
      ['a', read({ query: 'a=%ff' })],
      ['a', read({ body: 'a=%ed%a0%80' })],
      ['query', read({ query: '%zz=1' })],
      ['query', read({ query: 'a&'.repeat(MAX_PARAMETERS + 1) })],
      ['body', read({ body: Array.from({ length: MAX_PARAMETERS + 1 }, (_, n) => `p${n}=1`).join('&') })],
      ['Content-Type', read({ body: 'a=1', type: 'text/plain' })],
      ['Content-Type', read({ body: '--x', type: 'multipart/form-data; boundary=x' })],
    ];
    for (const [field, promise] of malformed) {
      const error = await refusal(promise);
      expect(error).to.be.instanceOf(DomainError);
      expect((error as DomainError).field).to.equal(field);
    }
  });

  it('refuses compressed bodies and large ones', async () => {
    expect(await refusal(json('{}', { headers: { 'content-encoding': 'gzip' } }))).to.have.property('status', 415);
    expect(await refusal(read({ headers: { 'content-length': '1e9' } }))).to.have.property('status', 413);
    const large = 'a'.repeat(MAX_BODY_BYTES + 1);
    expect(await refusal(read({ body: large, chunkBytes: 1000 }))).to.have.property('status', 413);
    expect((await read({ body: large.slice(1), chunkBytes: 1000 })).size).to.equal(1);
  });

  it('gives back every form that was encoded, in chunks of any size', async () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    const fields = fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme' })), { selector: ([key]) => key });
    await fc.assert(
      fc.asyncProperty(fields, fc.nat(20), async (pairs, size) => {
        const body = new URLSearchParams(pairs).toString();
        const given = await read({ body, chunkBytes: size + 1 });
        expect([...given]).to.deep.equal(pairs);
      }),
    );
  });

  it('gives back every JSON object, and finds every repetition in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        fc.boolean(),
        async (object, twice) => {
          // JSON itself says what a value looks like when it comes back (no -0).
          const text = JSON.stringify(object);
          const plain = new Map<string, Given>(Object.entries(JSON.parse(text) as Record<string, Given>));
          const [first] = plain.keys();
          if (!twice || first === undefined) {
            // Node's comparison: chai's cannot compare objects that have a `toString` of their own.
            expect(isDeepStrictEqual(asDoubles(await json(text)), plain)).to.equal(true);
            return;
          }
          const repeated = `${text.slice(0, -1)},${JSON.stringify(first)}:0}`;
          expect((await json(repeated)).get(first)).to.equal(REPEATED);
        },
      ),
    );
  });
});
