import type { Endpoint } from '../../api/http/endpoint.ts';
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

/** `sdk/generated/operator.ts`: the types of calls by their paths, as openapi-typescript has them, without the methods that no call has. */
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

/** `sdk/generated/operator-roles.ts`: who may call what, so that the console offers nobody what they may not do. */
export function leastRoles(endpoints: readonly Endpoint[]): string {
  const lines = endpoints.map(
    ({ path, role }) => `  '${path.replace('/operator/v1/', '')}': ${role ? `'${role}'` : 'null'},`,
  );
  return `// Made by npm run sdk:types.

/** The least role that may call each path below /operator/v1/; null: nobody has to sign in. */
export const leastRoles = {
${lines.join('\n')}
} as const;
`;
}
