import { readFileSync } from 'node:fs';
import { expect } from 'chai';

export interface DocumentedEndpoint {
  path: string;
  name: string;
  params: { name: string; type: string; required: boolean }[];
  errors: { code: number; meaning: string }[];
  responses: Record<string, unknown>[];
}

const file = new URL('../fixtures/heihei.json', import.meta.url);
const documented = JSON.parse(readFileSync(file, 'utf8')) as DocumentedEndpoint[];

/** What the API document says of an endpoint. */
export function documentOf(path: string): DocumentedEndpoint {
  const found = documented.find((endpoint) => endpoint.path === path);
  if (!found) throw new Error(`${path} is not documented`);
  return found;
}

/**
 * Every key of a documented example must be in the answer with the same JSON type, all the way down; lists are compared by
 * their first element. `except` names keys (of any level) that this answer rightly lacks or has in another type.
 */
export function expectShape(answer: unknown, example: unknown, except: readonly string[] = [], at = 'answer'): void {
  if (example === null || example === undefined) return;
  expect(kindOf(answer), `type of ${at}`).to.equal(kindOf(example));
  if (Array.isArray(example)) {
    if (example.length === 0 || (answer as unknown[]).length === 0) return;
    expectShape((answer as unknown[])[0], example[0], except, `${at}[0]`);
  } else if (typeof example === 'object') {
    for (const [key, value] of Object.entries(example)) {
      if (except.includes(key)) continue;
      expect(answer, at).to.have.property(key);
      expectShape((answer as Record<string, unknown>)[key], value, except, `${at}.${key}`);
    }
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}
