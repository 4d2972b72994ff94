import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { Answer } from './client.ts';

export interface DocumentedEndpoint {
  path: string;
  name: string;
  params: { name: string; type: string; required: boolean }[];
  errors: { code: number; meaning: string }[];
  responses: Record<string, unknown>[];
}

const file = new URL('../fixtures/heihei.json', import.meta.url);
const documented = JSON.parse(readFileSync(file, 'utf8')) as DocumentedEndpoint[];

/** The endpoints that the API document has; not Salon's own. */
export const documentedEndpoints = heiheiEndpoints.filter(({ own }) => !own);

/** Codes that the document gives an endpoint that has no use for them: a talk has no room that could be wrong without it. */
export const UNUSED_CODES: Readonly<Record<string, readonly number[]>> = {
  '/api/chat/get-chat': [733],
  // Nothing of these can fail for another reason than the ones that have a code of their own.
  '/api/topic/topic-list': [400],
  '/api/topic/topic-detail': [400],
  '/api/topic/subject-detail': [400],
  '/api/topic/listen-subject': [400],
  // No live is named.
  '/api/usr/report-user': [731],
  // Without points, the answer is that there are none: 740 is what pay-req says.
  '/api/payment/cash-info': [740],
};

/** What the API document says of an endpoint. */
export function documentOf(path: string): DocumentedEndpoint {
  const found = documented.find((endpoint) => endpoint.path === path);
  if (!found) throw new Error(`${path} is not documented`);
  return found;
}

/** As `expectShape`, with one of the examples that the document has for an endpoint. */
export function expectDocumentedShape(path: string, answer: Answer, example = 0, except: readonly string[] = []): void {
  const expected = documentOf(path).responses[example];
  expect(expected, `${path} has no example ${example}`).to.be.an('object');
  expectShape(answer, expected, except);
}

/**
 * Every key of a documented example must be in the answer with the same JSON type, all the way down; each element of a list
 * is compared with the example's first, each value of an object by ids with one of the example's. `except` names what this answer rightly lacks or has in another type: a key of any
 * level, or its place (`live.pushAddr`, `lives[0].liveId`).
 */
export function expectShape(answer: unknown, example: unknown, except: readonly string[] = [], at = ''): void {
  if (example === null || example === undefined) return;
  expect(kindOf(answer), `type of ${at || 'the answer'}`).to.equal(kindOf(example));
  if (Array.isArray(example)) {
    for (const item of answer as unknown[]) expectShape(item, example[0], except, `${at}[0]`);
  } else if (typeof example === 'object') {
    for (const [key, value] of Object.entries(example)) {
      const place = at === '' ? key : `${at}.${key}`;
      if (except.includes(key) || except.includes(place)) continue;
      if (/^\d+$/.test(key)) {
        for (const each of Object.values(answer as object)) expectShape(each, value, except, `${at}[id]`);
        continue;
      }
      expect(answer, at || 'the answer').to.have.property(key);
      expectShape((answer as Record<string, unknown>)[key], value, except, place);
    }
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}
