import { clientTypes } from './client-types.ts';

interface Operation {
  operationId: string;
  summary: string;
  requestBody?: { content: Record<string, object> };
  responses: Record<number, object>;
}
interface Described {
  paths: Record<string, { post?: Operation }>;
}

/** What only servers call. */
const OF_SERVERS = /^messageserver$/;

/** As TypeScript writes it: the document names one call `cash-info`. */
const property = (name: string) => (/^\w+$/.test(name) ? name : `'${name}'`);

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `sdk/generated/heihei.ts`: the types of calls and messages, without the methods that no call has. */
export async function sdkTypes(document: object): Promise<string> {
  const types = await clientTypes(clientDocument(document));
  const lean = types
    .replace(/\n +(get|put|delete|options|head|patch|trace)\?: never;/g, '')
    .replace(
      /\n +parameters: \{\n +query\?: never;\n +header\?: never;\n +path\?: never;\n +cookie\?: never;\n +\};/g,
      '',
    )
    .replace(/\n +headers: \{\n +\[name: string\]: unknown;\n +\};/g, '');
  return `// Made by npm run sdk:types.\n\n${lean}`;
}

/** What the client's types are made of: each call as it sends it, and its success; messages. */
export function clientDocument(document: object): object {
  const whole = JSON.parse(JSON.stringify(document)) as Described & { components: { responses: object } };
  for (const [path, operations] of Object.entries(whole.paths)) {
    const { post } = operations;
    const content = post?.requestBody?.content['application/json'];
    if (!post || !content || OF_SERVERS.test(post.operationId.split('.')[0]!)) delete whole.paths[path];
    else {
      const { operationId, summary, responses } = post;
      const requestBody = { content: { 'application/json': content } };
      whole.paths[path] = { post: { operationId, summary, requestBody, responses: { 200: responses[200]! } } };
    }
  }
  whole.components.responses = {};
  return whole;
}

/**
 * `sdk/generated/paths.ts`: the path of each call of the client as a type, and those that do not follow from module and name as values, so that
 * what apps load is small.
 */
export function pathsOf(document: object): string {
  const modules = new Map<string, { name: string; path: string }[]>();
  for (const [path, { post }] of Object.entries((document as Described).paths)) {
    // Callbacks of providers take raw bytes.
    if (!post?.requestBody?.content['application/json']) continue;
    const [module, name] = post.operationId.split('.') as [string, string];
    if (!OF_SERVERS.test(module)) modules.set(module, [...(modules.get(module) ?? []), { name, path }]);
  }
  const lines = [...modules].map(([module, calls]) => ({
    module,
    all: calls.map(({ name, path }) => `    ${property(name)}: '${path}';`),
    odd: calls
      .filter(({ name, path }) => path !== `/api/${module}/${kebab(name)}`)
      .map(({ name, path }) => `    ${property(name)}: '${path}',`),
  }));
  return `// Made by npm run sdk:types.

/** Every call, by module and name. */
export interface Paths {
${lines.map(({ module, all }) => `  ${module}: {\n${all.join('\n')}\n  };`).join('\n')}
}

/** Every module, with the paths that do not follow from their names. */
export const paths: Record<keyof Paths, Record<string, string>> = {
${lines.map(({ module, odd }) => (odd.length ? `  ${module}: {\n${odd.join('\n')}\n  },` : `  ${module}: {},`)).join('\n')}
};
`;
}
