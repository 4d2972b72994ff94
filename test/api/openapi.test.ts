import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { compileAnswerCheck, named } from '../../api/http/answers.ts';
import type { Api } from '../../api/http/dialect.ts';
import { DEFAULT_METHODS, type Endpoint, endpoint } from '../../api/http/endpoint.ts';
import { compileNestedParameters } from '../../api/http/nested-params.ts';
import { openApiDocument } from '../../api/http/openapi.ts';
import { compileParameters, GivenFile } from '../../api/http/params.ts';
import type { Given } from '../../api/http/received.ts';
import { documentedParameters } from '../../api/http/route.ts';
import { DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { clientTypes, compilerErrors } from '../support/client-types.ts';
import { ROOT } from '../support/script.ts';
import { leastRoles, sdkTypes } from '../support/sdk-paths.ts';
import { sdkFiles } from '../support/sdk-types.ts';

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  security: Record<string, []>[];
  responses: Record<string, object>;
  'x-errors': { error?: string; code: number; text: string; status: number }[];
}
interface OpenApi {
  paths: Record<string, Record<'get' | 'post', Operation>>;
  webhooks?: Record<string, { post: Operation }>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

/** A file that nobody reads. */
const NO_FILE = { sizeBytes: 0, md5: '', isTooLarge: false, open: () => Readable.from([]) };

const apis = servedApis(DEV_APPS);
const documents = new Map(apis.map((api) => [api.dialect.name, openApiDocument(api) as OpenApi]));
const operationsOf = ({ paths }: OpenApi) => Object.values(paths).flatMap((methods) => Object.values(methods));

/** As `compileParameters`, of a JSON body with objects and lists. */
function nestedParser(params: Endpoint['params']) {
  const parse = compileNestedParameters(params);
  return (form: ReadonlyMap<string, Given>) => parse({ form, query: new Map(), isJson: true });
}

for (const { dialect, endpoints, messages = {} } of apis) {
  describe(`the OpenAPI document of ${dialect.name}`, () => {
    const document = documents.get(dialect.name)!;

    it('is valid OpenAPI 3.1, with references that lead somewhere', async () => {
      const validator = new Validator();
      const { valid, errors } = await validator.validate(structuredClone(JSON.parse(JSON.stringify(document))));
      expect(valid, JSON.stringify(errors)).to.equal(true);
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
      expect(references).not.to.have.length(0);
      for (const [, kind, name] of references) {
        expect((document.components as Record<string, object>)[kind!]).to.have.property(name!);
      }
    });

    it('says of every endpoint what it does, what proves the caller, and each failure with its code', () => {
      for (const { path, auth, errors } of endpoints) {
        for (const { summary, security, 'x-errors': table, responses } of Object.values(document.paths[path]!)) {
          expect(summary, path).to.match(/^[A-Z][^\n]*[^.\n]$/);
          const ways = Object.keys(dialect.document.security[auth] ?? {});
          expect(security, path).to.deep.equal(ways.map((way) => ({ [way]: [] })));
          expect(ways.length > 0, path).to.equal(auth !== 'none');
          expect(table.flatMap(({ error }) => error ?? [])).to.include.members(['InvalidInput', ...errors]);
          for (const { status, text } of table) {
            expect(responses).to.have.property(String(status));
            expect(text).not.to.equal('');
          }
        }
      }
      const schemes = operationsOf(document).flatMap(({ security }) => security.flatMap((one) => Object.keys(one)));
      expect(document.components.securitySchemes).to.include.all.keys(...new Set(schemes));
    });

    it('shows each endpoint once, under a name of its own, and says where GET works as well', () => {
      const ids = operationsOf(document).map(({ operationId }) => operationId);
      const isEither = (methods: readonly string[]) => methods.includes('GET') && methods.includes('POST');
      const shown = endpoints.map(({ methods = DEFAULT_METHODS }) => methods.length - Number(isEither(methods)));
      expect([ids.length, new Set(ids).size]).to.deep.equal(Array(2).fill(shown.reduce((sum, n) => sum + n)));
      for (const { path, methods = DEFAULT_METHODS } of endpoints)
        for (const { description = '' } of Object.values(document.paths[path]!))
          expect(description.includes('GET works'), path).to.equal(isEither(methods));
    });

    it('shows what every endpoint answers, with examples that are right', () => {
      for (const { path, answer, params, examples = [] } of endpoints) {
        expect(examples, path).not.to.have.length(0);
        const check = compileAnswerCheck(path, answer);
        const parse = (dialect.body?.kind === 'nested' ? nestedParser : compileParameters)(params);
        for (const example of examples) {
          check(example.answer as object);
          // No example shows a file's bytes.
          const files = Object.keys(params.properties).filter((name) => params.properties[name]!.format === 'binary');
          const given = [...Object.entries(example.params), ...files.map((name) => [name, new GivenFile(NO_FILE)])];
          parse(new Map(given as [string, never][]));
          for (const name of Object.keys(example.params)) expect(params.properties).to.have.property(name);
        }
      }
    });

    it('has each socket message as a webhook', () => {
      expect(Object.keys(document.webhooks ?? {})).to.deep.equal(Object.keys(messages));
    });
  });
}

describe('the types of the client in sdk/, and of the console', () => {
  it('are those of the declarations; if not: npm run sdk:types', async () => {
    const folder = join(ROOT, 'sdk/generated');
    const files = {
      ...(await sdkFiles(documents.get('heihei')!)),
      'operator.ts': await sdkTypes(documents.get('operator')!),
      'operator-roles.ts': leastRoles(apis.find(({ dialect }) => dialect.name === 'operator')!.endpoints),
    };
    expect(readdirSync(folder).sort()).to.deep.equal(Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) {
      const isSame = readFileSync(join(folder, name), 'utf8') === text;
      expect(isSame, `sdk/generated/${name}: npm run sdk:types`).to.equal(true);
    }
  });
});

describe('an OpenAPI document', () => {
  const [heihei] = apis as [Api];
  const answering = (name: string, answer: Endpoint['answer']) =>
    endpoint({
      path: `/api/test/${name}`,
      module: 'test',
      name,
      summary: 'Answer',
      auth: 'none',
      params: Type.Object({}),
      answer,
      errors: [],
      handle: async () => ({}),
    });
  const card = (type = Type.String()) => named('Card', Type.Object({ name: type }));

  it('has a named shape once', () => {
    const endpoints = [
      answering('one', Type.Object({ card: card() })),
      answering('several', Type.Object({ cards: Type.Array(card()) })),
    ];
    const { components } = openApiDocument({ ...heihei, endpoints }) as OpenApi;
    expect(components.schemas).to.have.property('Card');
    expect(JSON.stringify(components.schemas.SeveralAnswer)).to.include('#/components/schemas/Card');
  });

  it('is not made when two shapes have the same name', () => {
    const endpoints = [
      answering('one', Type.Object({ card: card() })),
      answering('other', Type.Object({ card: named('Card', Type.Object({ id: Type.Integer() })) })),
    ];
    expect(() => openApiDocument({ ...heihei, endpoints })).to.throw('Card');
  });

  it('does not ask for what has a default', () => {
    const { dialect, endpoints } = heihei;
    const buyGift = endpoints.find(({ name }) => name === 'buyGift')!;
    expect(documentedParameters(buyGift, dialect).required).to.have.members(['token', 'giftId', 'liveId']);
  });
});

describe('types that openapi-typescript makes of the document', () => {
  /** A client in ten lines, as an app would write it. */
  const client = `
    import type { paths, webhooks } from './heihei';
    type Json<Part> = Part extends { content: { 'application/json': infer Body } } ? Body : never;
    type Params<Path extends keyof paths> = Json<NonNullable<paths[Path]['post']['requestBody']>>;
    type Answer<Path extends keyof paths> = Json<paths[Path]['post']['responses'][200]>;
    export declare function call<Path extends keyof paths>(path: Path, params: Params<Path>): Promise<Answer<Path>>;
    export type Message = webhooks[keyof webhooks]['post']['requestBody']['content']['application/json'];
    export const token = 'token';
  `;
  const start = `import { call, token, type Message } from './client';\n`;
  const right = {
    'an answer by its success': `
      const answer = await call('/api/live/share-live', { token, liveId: 1 });
      if (answer.errorcode === 0) answer.share.wechat.url.toUpperCase();
      else answer.errormsg.toUpperCase();`,
    'a failure by its code': `
      const answer = await call('/api/live/lock-live-seat', { token, liveId: 1, unlock: false });
      if (answer.errorcode === 502) answer.errormsg.toUpperCase();`,
    'parameters without those that have a default': `
      await call('/api/live/buy-gift', { token, liveId: 1, giftId: 101 });`,
    'a message by its type': `
      export function show(message: Message): string {
        if (!('msgType' in message)) return String(message.totalCount);
        if (message.msgType === 'gift') return message.gift.name + message.amount;
        if (message.msgType === 'action' && message.action === 'stop-live') return message.live.title;
        return message.channel;
      }`,
  };
  const wrong = {
    'an endpoint that does not exist': `await call('/api/live/buy-gifts', { token });`,
    'a parameter that is missing': `await call('/api/live/share-live', { token });`,
    'a parameter of another name': `await call('/api/live/share-live', { token, liveid: 1 });`,
    'a parameter of another type': `await call('/api/live/share-live', { token, liveId: 'one' });`,
    'an answer before it is known to be a success': `
      (await call('/api/live/share-live', { token, liveId: 1 })).share;`,
    'a field that an answer does not have': `
      const answer = await call('/api/live/share-live', { token, liveId: 1 });
      if (answer.errorcode === 0) answer.shares;`,
    'a code that an endpoint never fails with': `
      const answer = await call('/api/live/share-live', { token, liveId: 1 });
      export const isPoor = answer.errorcode === 740;`,
    'a field that a message does not have': `
      export const name = (message: Message) => 'msgType' in message && message.msgType === 'text' && message.gift;`,
    'a message that is never sent': `
      export const isOdd = (message: Message) => 'msgType' in message && message.msgType === 'gifts';`,
  };
  /** docs/clients.md, with what an app has around it. */
  const documented = `
    declare const token: string, liveId: number, console: { log(...words: string[]): void };
    declare const socket: { on(event: string, handler: (message: never) => void): void };
    declare function fetch(url: string, options: object): Promise<{ json(): Promise<never> }>;
    ${/```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/clients.md'), 'utf8'))![1]}`;
  let errors: Record<string, string[]>;

  before(async () => {
    const samples = Object.entries({ ...right, ...wrong }).map(([what, code]) => [what, `${start}${code}\nexport {};`]);
    const types: Record<string, string> = {};
    for (const [name, document] of documents) types[name] = await clientTypes(document);
    errors = compilerErrors({ ...types, client, documented, ...Object.fromEntries(samples) });
  });

  it('compile, and so does a client of them', () => {
    for (const name of [...documents.keys(), 'client', 'documented']) expect(errors[name], name).to.deep.equal([]);
  });
  for (const what of Object.keys(right)) {
    it(`take ${what}`, () => expect(errors[what]).to.deep.equal([]));
  }
  for (const what of Object.keys(wrong)) {
    it(`refuse ${what}`, () => expect(errors[what]).to.have.length(1));
  }
});
