import { clientTypes } from './client-types.ts';

/** As much as is used of a schema. */
interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  properties?: Record<string, { const?: unknown }>;
  required?: string[];
}
interface Content {
  content: Record<string, { schema: Schema }>;
}
interface Described {
  paths: Record<string, { post?: { operationId: string; requestBody?: Content; responses: Record<number, Content> } }>;
  webhooks: Record<string, { post: { summary: string; requestBody: Content } }>;
  components: { schemas: Record<string, Schema> };
}

/** A call of the client: where it is, and the names of its shapes. */
interface Call {
  module: string;
  name: string;
  path: string;
  params: string;
  answer: string;
}

const JSON_TYPE = 'application/json';
/** What only servers call. */
const OF_SERVERS = /^messageserver$/;
const REFERENCE = '#/components/schemas/';
/** The client adds it. */
const TOKEN = ['token'];
/** Of a failure the client makes an error: what it resolves with is a success. */
const ENVELOPE = ['errorcode', 'errormsg'];
/** What every message has: `Placed` in sdk/shapes.ts. */
const PLACE = ['msgId', 'position', 'channel'];

/** The files of `sdk/generated/`, by name, made of heihei's document. */
export async function sdkFiles(document: object): Promise<Record<string, string>> {
  const described = JSON.parse(JSON.stringify(document)) as Described;
  const calls = callsOf(described);
  const messages = Object.entries(described.webhooks).map(([name, { post }]) => {
    return { name, shape: nameIn(post.requestBody.content[JSON_TYPE]!.schema) };
  });
  const { schemas } = described.components;
  for (const { params, answer } of calls) {
    leaveOut(schemas[params]!, TOKEN);
    leaveOut(schemas[answer]!, ENVELOPE);
  }
  for (const { shape } of messages) leaveOut(schemas[shape]!, PLACE);
  const shown = [...calls.flatMap(({ params, answer }) => [params, answer]), ...messages.map(({ shape }) => shape)];
  return {
    'schemas.ts': await schemasFile(described, shown),
    'calls.ts': callsFile(calls, messages),
    'paths.ts': pathsFile(calls),
  };
}

function callsOf({ paths }: Described): Call[] {
  return Object.entries(paths).flatMap(([path, { post }]) => {
    // Callbacks of providers take raw bytes.
    const params = post?.requestBody?.content[JSON_TYPE]?.schema;
    const [module, name] = post?.operationId.split('.') ?? [];
    if (!params || !module || !name || OF_SERVERS.test(module)) return [];
    const answered = post!.responses[200]!.content[JSON_TYPE]!.schema;
    // A success, and the failures that come with the same status.
    const answer = nameIn(answered.anyOf?.[0] ?? answered);
    return [{ module, name, path, params: nameIn(params), answer }];
  });
}

function nameIn({ $ref }: Schema): string {
  if (!$ref) throw new Error('a shape without a name: the types of the client need one');
  return $ref.slice(REFERENCE.length);
}

/** Takes properties out of a shape, and of each of those that it is one of. */
function leaveOut(schema: Schema, names: readonly string[]): void {
  for (const each of schema.anyOf ?? []) leaveOut(each, names);
  for (const name of names) delete schema.properties?.[name];
  schema.required = schema.required?.filter((name) => !names.includes(name)) ?? [];
}

/** The shapes that are shown, and those that they are made of. */
async function schemasFile({ components }: Described, shown: readonly string[]): Promise<string> {
  const reached = new Set<string>();
  const reach = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = JSON.stringify(components.schemas[name]);
    for (const [, inner] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) reach(inner!);
  };
  for (const name of shown) reach(name);
  const kept = Object.entries(components.schemas).filter(([name]) => reached.has(name));
  const document = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} };
  const types = await clientTypes({ ...document, components: { schemas: Object.fromEntries(kept) } });
  const body = /\n {4}schemas: (\{\n[\s\S]*?\n {4}\});\n/.exec(types)![1]!;
  const schemas = body.replaceAll('components["schemas"]', 'Schemas').replace(/^ {4}/gm, '');
  return `${MADE}/** The shapes of parameters, answers and messages. */\nexport interface Schemas ${schemas}\n`;
}

const MADE = '// Made by npm run sdk:types.\n\n';

/** As TypeScript writes it: the document names one call `cash-info`. */
const property = (name: string) => (/^\w+$/.test(name) ? name : `'${name}'`);

function callsFile(calls: readonly Call[], messages: readonly { name: string; shape: string }[]): string {
  const modules = byModule(calls).map(([module, those]) => {
    const lines = those.map(({ name, params, answer }) => `    ${property(name)}: Call<'${params}', '${answer}'>;`);
    return `  ${module}: {\n${lines.join('\n')}\n  };`;
  });
  return `${MADE}import type { Call, Placed } from '../shapes.ts';
import type { Schemas } from './schemas.ts';

/** Every call, by module and name: \`live.buyGift\`. Each resolves with the answer, and rejects with a \`SalonError\`. */
export interface Calls {
${modules.join('\n')}
}

/** Socket messages by their \`action\`, or where they have none their \`msgType\`: \`gift\`, \`stop-live\`, …; \`room-counters\` has neither. */
export interface Messages {
${messages.map(({ name, shape }) => `  ${property(name)}: Schemas['${shape}'] & Placed;`).join('\n')}
}
`;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What of all this apps load: little. */
function pathsFile(calls: readonly Call[]): string {
  const modules = byModule(calls).map(([module, those]) => {
    const odd = those.filter(({ name, path }) => path !== `/api/${module}/${kebab(name)}`);
    const lines = odd.map(({ name, path }) => `    ${property(name)}: '${path}',\n`);
    return `  ${module}: {${lines.length > 0 ? `\n${lines.join('')}  ` : ''}},`;
  });
  return `${MADE}import type { Calls } from './calls.ts';

/** Every module, with the paths that do not follow from their names. */
export const paths: Record<keyof Calls, Record<string, string>> = {
${modules.join('\n')}
};
`;
}

function byModule(calls: readonly Call[]): [string, Call[]][] {
  const modules = new Map<string, Call[]>();
  for (const call of calls) modules.set(call.module, [...(modules.get(call.module) ?? []), call]);
  return [...modules];
}
