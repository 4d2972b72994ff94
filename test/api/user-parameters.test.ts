import type { TSchema } from '@sinclair/typebox';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { Endpoint } from '../../api/http/endpoint.ts';
import { DEFAULT_MAX_STRING_CHARS } from '../../api/http/params.ts';
import { documentedParameters } from '../../api/http/route.ts';
import type { Answer, Client } from '../support/client.ts';
import { documentedEndpoints, documentOf } from '../support/heihei-document.ts';
import { postJson, startTestApi, type TestApi } from '../support/test-core.ts';

/** Longer ones come in bodies: an address holds no more. */
const MAX_QUERY_CHARS = 8_000;
/** Values of parameters whose schema asks for a form. */
const SAMPLES: Record<string, string> = { phoneNo: '13800138000', deveiceType: 'android', userIds: '1' };

function sampleOf(name: string, schema: TSchema): string {
  const literal = schema.const ?? schema.enum?.[0] ?? schema.anyOf?.[0]?.const;
  if (literal !== undefined) return String(literal);
  if (SAMPLES[name] !== undefined) return SAMPLES[name];
  return schema.type === 'string' ? 'x'.repeat(Math.max(1, schema.minLength ?? 0)) : String(schema.minimum ?? 1);
}

function absurdOf(schema: TSchema): unknown[] {
  const always = [[], ['1'], {}, { $ne: null }, 1.5, 1e300, 'a\0b', '\ud800'];
  switch (schema.type) {
    case 'integer':
      return [...always, '', ' ', 'x', '1.5', '1e3', '0x1', '1 ', '-', '9'.repeat(20), true, 2 ** 53];
    case 'boolean':
      return [...always, '', 'yes', 2, -1];
    default:
      return [...always, 'x'.repeat((schema.maxLength ?? DEFAULT_MAX_STRING_CHARS) + 1), true];
  }
}

/** The proof of the others is over all of their parameters, so that none of these is looked at before it: test/api/message-server.test.ts. */
const provenByToken = heiheiEndpoints.filter(({ auth }) => auth !== 'app');

describe('parameters of every endpoint', () => {
  let api: TestApi;
  let user: Client;
  before(async () => {
    api = await startTestApi();
    user = await api.user('阿一');
  });
  after(() => api.close());

  const named = (answer: Answer) => [answer.errorcode, answer.errormsg];

  for (const endpoint of provenByToken) {
    const { path } = endpoint;
    const { properties, required = [] } = documentedParameters(endpoint, heiheiDialect);

    it(`${path}: missing, repeated, lists, objects and absurd ones are 700, by name, and write nothing`, async () => {
      const valid: Record<string, string> = {};
      for (const [name, schema] of Object.entries(properties)) {
        if (required.includes(name)) valid[name] = name === 'token' ? user.token : sampleOf(name, schema);
      }
      const before = api.log.all.length;
      for (const [name, schema] of Object.entries(properties)) {
        const expected = [700, `参数错误: ${name}`];
        const { [name]: _, ...others } = valid;
        if (required.includes(name)) {
          expect(named(await postJson(api.url + path, others)), `${name} missing`).to.deep.equal(expected);
          expect(named(await postJson(api.url + path, { ...others, [name]: null })), `${name} null`).to.deep.equal(
            expected,
          );
        }
        const twice = new URLSearchParams(others);
        for (const value of ['1', '2']) twice.append(name, value);
        const query = await fetch(`${api.url}${path}?${twice}`);
        expect(named((await query.json()) as Answer), `${name} twice in a query`).to.deep.equal(expected);
        const form = await fetch(api.url + path, { method: 'POST', body: twice });
        expect(named((await form.json()) as Answer), `${name} twice in a form`).to.deep.equal(expected);
        const split = await fetch(`${api.url}${path}?${name}=1`, {
          method: 'POST',
          body: new URLSearchParams({ ...others, [name]: '2' }),
        });
        expect(named((await split.json()) as Answer), `${name} in query and body`).to.deep.equal(expected);
        for (const absurd of absurdOf(schema)) {
          const answer = await postJson(api.url + path, { ...others, [name]: absurd });
          expect(named(answer), `${name} = ${JSON.stringify(absurd)}`).to.deep.equal(expected);
        }
      }
      expect(api.log.all.length, 'events written').to.equal(before);
      expect(api.logged).to.deep.equal([]);
    });
  }

  const ways: Record<string, (path: string, params: Record<string, string>) => Promise<Answer>> = {
    query: async (path, params) =>
      (await fetch(`${api.url}${path}?${new URLSearchParams(params)}`)).json() as Promise<Answer>,
    form: async (path, params) =>
      (await fetch(api.url + path, { method: 'POST', body: new URLSearchParams(params) })).json() as Promise<Answer>,
    JSON: (path, params) => postJson(api.url + path, params),
  };

  for (const [way, send] of Object.entries(ways)) {
    it(`by ${way}: what is missing or wrong is named, what is not declared is ignored`, async () => {
      const before = api.log.all.length;
      for (const endpoint of provenByToken) {
        const { path } = endpoint;
        const { properties, required = [] } = documentedParameters(endpoint, heiheiDialect);
        const valid: Record<string, string> = {};
        for (const name of required) valid[name] = name === 'token' ? user.token : sampleOf(name, properties[name]!);
        for (const [name, schema] of Object.entries(properties)) {
          const { [name]: _, ...others } = valid;
          const wrong = absurdOf(schema).filter((value) => typeof value === 'string' && !/\p{Cs}/u.test(value));
          const given = [
            ...(required.includes(name) ? [others] : []),
            ...wrong.map((value) => ({ ...others, [name]: value })),
          ];
          for (const params of given as Record<string, string>[]) {
            if (way === 'query' && (params[name]?.length ?? 0) > MAX_QUERY_CHARS) continue;
            const noise = { ...params, gold: '9', role: 'host', constructor: 'x', 'a[b]': '{' };
            expect(named(await send(path, noise)), `${path} ${name} = ${params[name]}`).to.deep.equal([
              700,
              `参数错误: ${name}`,
            ]);
          }
        }
      }
      expect(api.log.all.length, 'events written').to.equal(before);
    });
  }

  it('are those of the document', () => {
    const missing = documentedEndpoints.flatMap((endpoint: Endpoint) => {
      const { properties, required = [] } = documentedParameters(endpoint, heiheiDialect);
      return documentOf(endpoint.path)
        .params.filter(({ name, required: must }) => !(name in properties) || must !== required.includes(name))
        .map(({ name, required: must }) => `${endpoint.path} ${name}${must ? ' (required)' : ''}`);
    });
    expect(missing).to.deep.equal([
      // The document's own note makes it optional: without it, the caller's lives.
      '/api/live/list-live-by-user userId (required)',
      // The public client sends `chatid`: one of the two is required.
      '/api/chat/join-chat chatId (required)',
    ]);
  });

  it('of a user endpoint need a valid token before anything else: 720', async () => {
    for (const { path, auth } of heiheiEndpoints) {
      if (auth !== 'user') continue;
      expect((await postJson(api.url + path, { token: 'wrong' })).errorcode, path).to.equal(720);
    }
  });
});
