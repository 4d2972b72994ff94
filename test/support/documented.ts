import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Answer } from './client.ts';

interface DocumentedEndpoint {
  path: string;
  params: { name: string; required: boolean }[];
  errors: { code: number }[];
  responses: Record<string, unknown>[];
}

const documented: DocumentedEndpoint[] = JSON.parse(
  readFileSync(new URL('../fixtures/heihei.json', import.meta.url), 'utf8'),
);

/** An endpoint as the API's document has it. */
export function documentedEndpoint(path: string): DocumentedEndpoint {
  const found = documented.find((endpoint) => endpoint.path === path);
  if (!found) throw new Error(`${path} is not documented`);
  return found;
}

/** The answer has every key of the documented example (but `except`: `live.pushAddr`), each with a value of its kind. */
export function expectDocumentedShape(path: string, answer: Answer, example = 0, except: readonly string[] = []): void {
  const expected = documentedEndpoint(path).responses[example];
  expect(expected, `${path} has no example ${example}`).to.be.an('object');
  compare(path, answer, expected, except);
}

function compare(where: string, actual: unknown, expected: unknown, except: readonly string[]): void {
  if (expected === null) return;
  if (Array.isArray(expected)) {
    expect(actual, where).to.be.an('array');
    const [example] = expected;
    for (const [n, item] of (actual as unknown[]).entries()) compare(`${where}[${n}]`, item, example, except);
    return;
  }
  expect(kindOf(actual), where).to.equal(kindOf(expected));
  if (typeof expected !== 'object') return;
  const shown = actual as Record<string, unknown>;
  for (const [key, value] of Object.entries(expected as object)) {
    const place = `${where}.${key}`;
    if (except.includes(place.slice(place.indexOf('.') + 1))) continue;
    expect(shown, where).to.have.property(key);
    compare(place, shown[key], value, except);
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
