import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { Nullable, UpToDate } from '../../api/http/answers.ts';
import type { Api } from '../../api/http/dialect.ts';
import { endpoint } from '../../api/http/endpoint.ts';
import { linkvLiveDialect } from '../../api/linkv-live/dialect.ts';
import { takeMismatches } from '../support/answer-watch.ts';
import { postJson, startTestApi } from '../support/test-core.ts';

/** An endpoint that answers with whatever it is told to. */
const say = endpoint({
  path: '/api/test/say',
  module: 'test',
  name: 'say',
  summary: 'Say what is given',
  auth: 'none',
  params: Type.Object({ text: Type.String() }),
  answer: Type.Object({ gold: Type.Integer(), card: Nullable(Type.Object({ name: Type.String() })), ...UpToDate }),
  errors: [],
  handle: async ({ params }) => JSON.parse(params.text),
});

describe('an answer', () => {
  async function said(apis: readonly Api[], answer: object) {
    const api = await startTestApi({ apis });
    try {
      const { errorcode } = await postJson(`${api.url}/api/test/say`, { text: JSON.stringify(answer) });
      return { errorcode, mismatches: takeMismatches(), logged: api.logged.map(({ message }) => message) };
    } finally {
      await api.close();
    }
  }
  const heihei = [{ dialect: heiheiDialect, endpoints: [say] }];

  it('that is as its endpoint declares goes out', async () => {
    for (const answer of [
      { gold: 1, card: null },
      { gold: 1, card: { name: 'a' }, upToDate: false },
    ]) {
      expect(await said(heihei, answer)).to.deep.equal({ errorcode: 0, mismatches: [], logged: [] });
    }
  });

  for (const [what, answer] of Object.entries({
    'lacks a field': { card: null },
    'has a field of another type': { gold: '1', card: null },
    'has a field that is not declared': { gold: 1, card: null, secret: 1 },
    'has such a field further down': { gold: 1, card: { name: 'a', secret: 1 } },
  })) {
    it(`that ${what} is a 500, an error in the log, and fails the test`, async () => {
      const { errorcode, mismatches, logged } = await said(heihei, answer);
      expect(errorcode).to.equal(500);
      expect(mismatches).to.have.length(1);
      expect(mismatches[0]).to.include('/api/test/say');
      expect(logged).to.deep.equal(['request failed']);
    });
  }

  it('is checked as the dialect sends it', async () => {
    const { mismatches } = await said(
      [{ dialect: { ...heiheiDialect, success: (answer) => answer }, endpoints: [say] }],
      {
        gold: 1,
        card: null,
      },
    );
    expect(mismatches).to.have.length(1);
    expect(linkvLiveDialect.document.success(Type.Object({})).properties).to.not.have.property('data');
  });

  it('is checked by the compiler, too', () => {
    const wrong = { gold: 'a lot', card: null };
    endpoint({
      path: '/api/test/wrong',
      module: 'test',
      name: 'wrong',
      summary: 'Not say what is declared',
      auth: 'none',
      params: Type.Object({}),
      answer: Type.Object({ gold: Type.Integer() }),
      errors: [],
      // @ts-expect-error: gold is declared as an integer
      handle: async () => wrong,
    });
  });
});
