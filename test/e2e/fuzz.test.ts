import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { TSchema } from '@sinclair/typebox';
import { expect } from 'chai';
import fc from 'fast-check';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { Endpoint } from '../../api/http/endpoint.ts';
import { documentedParameters } from '../../api/http/route.ts';
import { Client } from '../support/client.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 20_161_207);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_000);
/** Connections that say something that is hardly HTTP. */
const RAW_CONNECTIONS = 200;
/** Requests under way at a time. */
const AT_ONCE = 16;

interface People {
  tokens: string[];
  userIds: number[];
  liveIds: number[];
}

/** A value that is right more often than not, so that calls get past the parameters. */
function valueFor(name: string, schema: TSchema, { tokens, userIds, liveIds }: People): fc.Arbitrary<unknown> {
  const literals = [schema.const, ...(schema.anyOf ?? []).map((each: TSchema) => each.const)].filter(Boolean);
  const right: fc.Arbitrary<unknown>[] = [];
  if (literals.length > 0) right.push(fc.constantFrom(...literals));
  else if (name === 'token') right.push(fc.constantFrom(...tokens));
  else if (/^(liveId|roomId)$/.test(name)) right.push(fc.constantFrom(...liveIds));
  else if (/^(userId|uid|cuid|targetId|curUserId)$/.test(name)) right.push(fc.constantFrom(...userIds));
  else if (name === 'giftId') right.push(fc.integer({ min: 100, max: 111 }));
  else if (name === 'phoneNo') right.push(fc.stringMatching(/^1[3-9]\d{9}$/));
  else if (name === 'birthDay') right.push(fc.stringMatching(/^(19|20)\d\d-[01]\d-[0-3]\d$/));
  else if (schema.type === 'boolean') right.push(fc.boolean());
  else if (schema.type === 'integer') right.push(fc.integer({ min: schema.minimum, max: schema.maximum }));
  else
    right.push(
      fc.string({ unit: 'grapheme', minLength: schema.minLength, maxLength: Math.min(60, schema.maxLength ?? 60) }),
    );
  return fc.oneof({ arbitrary: right[0]!, weight: 12 }, { arbitrary: wrong, weight: 1 });
}

const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('', ' ', 'null', '-1', '1e309', '0x10', '1 ', '9'.repeat(400), '\0', '\ud800', '../../etc/passwd'),
  fc.constantFrom(-1, 0, 1.5, 1e300, 2 ** 53, null, true, [], {}, { $ne: null }, { $gt: '' }, [[[[[]]]]]),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
);

interface Shot {
  path: string;
  way: 'query' | 'form' | 'json';
  params: Record<string, unknown>;
  key: string | null;
}

/** Endpoints that end what the others need. */
const ENDING = /sign-out|(delete|stop|start)-live$/;

function shots(people: People, endpoints: readonly Endpoint[]): fc.Arbitrary<Shot> {
  const ofEndpoint = endpoints.map((endpoint) => {
    const { properties, required = [] } = documentedParameters(endpoint, heiheiDialect);
    const values = Object.entries(properties).map(([name, schema]) => [name, valueFor(name, schema, people)] as const);
    const surely = ['token', ...required].filter((name) => name in properties);
    const params = fc.oneof(
      { arbitrary: fc.record(Object.fromEntries(values), { requiredKeys: surely }), weight: 9 },
      { arbitrary: fc.record(Object.fromEntries(values), { requiredKeys: [] }), weight: 1 },
    );
    const noise = fc.dictionary(fc.constantFrom('gold', 'role', 'price', '__proto__', 'constructor', 'a[]'), wrong);
    return fc.record({
      path: fc.constant(endpoint.path),
      way: fc.constantFrom('query' as const, 'form' as const, 'json' as const),
      params: fc.tuple(params, noise).map(([own, extra]) => ({ ...extra, ...own }) as Record<string, unknown>),
      key: fc.option(fc.stringMatching(/^[a-c]$/), { freq: 4 }),
    });
  });
  return fc.oneof(...ofEndpoint);
}

function pairs(params: Record<string, unknown>): URLSearchParams {
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return new URLSearchParams(Object.entries(params).map(([name, value]): [string, string] => [name, text(value)]));
}

async function fire(url: string, { path, way, params, key }: Shot): Promise<Response> {
  const headers: Record<string, string> = key === null ? {} : { 'Idempotency-Key': key };
  if (way === 'query') return fetch(`${url}${path}?${pairs(params)}`, { headers });
  if (way === 'form') return fetch(url + path, { method: 'POST', headers, body: pairs(params) });
  const body = JSON.stringify(params);
  return fetch(url + path, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body });
}

/** Sends bytes, and resolves with what came back when the connection is closed. */
function shout(url: string, bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

const rawBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom('', 'GET ', 'POST ', 'PUT ', 'GET /api/init?', 'POST /api/msg/send-msg HTTP/1.1\r\nHost: x\r\n'),
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(
      '',
      '\r\n\r\n',
      ' HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n',
      '\r\nTransfer-Encoding: chunked\r\n\r\nZZ',
    ),
  )
  .map(([start, middle, end]) => Buffer.concat([Buffer.from(start), middle, Buffer.from(end)]));

describe('random requests', () => {
  it(`get a well-formed answer, and break nothing (seed ${SEED})`, async function () {
    this.timeout(0);
    const dataDir = temporaryFolder('fuzz');
    const server = await ServerProcess.start({ DATA_DIR: dataDir });
    const people: Client[] = [];
    for (let n = 0; n < 3; n++) {
      const client = await new Client(server.url, `p${n}`).signIn(`1350000000${n}`, { displayName: `person${n}` });
      await client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold: 1_000_000 });
      people.push(client);
    }
    const liveIds: number[] = [];
    for (const host of people) {
      const { live } = await host.must('/api/live/create-live', { title: 'fuzz' });
      const { liveId } = live as { liveId: number };
      liveIds.push(liveId);
      await host.must('/api/live/start-live', { liveId });
      for (const viewer of people) await viewer.must('/api/live/join-live', { liveId });
    }
    const tokens = people.map(({ token }) => token);
    const userIds = people.map(({ userId }) => userId);
    const sample = (endpoints: readonly Endpoint[], numRuns: number) =>
      fc.sample(shots({ tokens, userIds, liveIds }, endpoints), { seed: SEED, numRuns });
    // What ends something comes last, among all the others.
    // What providers of payments call answers in their words; test/attack/ tries it.
    const known = heiheiEndpoints.filter(({ body }) => body !== 'raw');
    const calm = known.filter(({ path }) => !ENDING.test(path));
    const last = Math.floor(REQUESTS / 10);
    const waiting = [...sample(known, last), ...sample(calm, REQUESTS - last)];

    let requests = 0;
    let crashes = 0;
    const serverErrors: string[] = [];
    const malformed: string[] = [];
    const seen = new Map<number, number>();
    async function gunner(): Promise<void> {
      for (let shot = waiting.pop(); shot; shot = waiting.pop()) {
        const told = JSON.stringify(shot);
        try {
          const response = await fire(server.url, shot);
          requests++;
          const text = await response.text();
          if (response.status >= 500) serverErrors.push(`${told} → ${response.status} ${text}`);
          const answer = JSON.parse(text) as Record<string, unknown>;
          const { errorcode, errormsg } = answer;
          seen.set(Number(errorcode), (seen.get(Number(errorcode)) ?? 0) + 1);
          const named = errorcode !== 700 || /^参数错误: ./.test(String(errormsg));
          const isWhole = Number.isInteger(errorcode) && typeof errormsg === 'string' && named;
          if (!isWhole || /Error|\.[jt]s\b|node_modules/.test(String(errormsg))) malformed.push(`${told} → ${text}`);
        } catch (error) {
          crashes++;
          malformed.push(`${told} → ${error}`);
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, gunner));

    for (const bytes of fc.sample(rawBytes, { seed: SEED, numRuns: RAW_CONNECTIONS })) {
      const heard = await shout(server.url, bytes);
      requests++;
      if (/^HTTP\/1\.1 5/.test(heard) || /\bat .*\.(ts|js):\d+/.test(heard)) {
        serverErrors.push(`${Buffer.from(bytes).toString('base64')} → ${heard.slice(0, 200)}`);
      }
    }

    console.log(`FUZZ requests=${requests} 5xx=${serverErrors.length} crashes=${crashes} seed=${SEED}`);
    expect(serverErrors).to.deep.equal([]);
    expect(malformed).to.deep.equal([]);
    // It must have reached the rules, not only the parameters.
    expect(seen.get(0), JSON.stringify([...seen])).to.be.greaterThan(REQUESTS / 10);
    expect(server.text).not.to.match(/"level":(50|60)/);
    expect(await server.end('SIGTERM')).to.equal(0);
    const verified = await runMain(['verify'], { DATA_DIR: dataDir });
    expect(verified, verified.stdout + verified.stderr).to.include({ code: 0 });
    rmSync(dataDir, { recursive: true });
  });
});
