import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileParameters, DEFAULT_MAX_STRING_CHARS, Id, Int, Limit, Offset } from '../../../api/http/params.ts';
import { type Given, REPEATED } from '../../../api/http/received.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';

const parse = compileParameters(
  Type.Object({
    id: Id,
    count: Type.Optional(Int),
    flag: Type.Optional(Type.Boolean()),
    text: Type.Optional(Type.String()),
    short: Type.Optional(Type.String({ maxLength: 3 })),
    gender: Type.Optional(Type.Union([Type.Literal('Male'), Type.Literal('Female')])),
    offset: Offset,
    limit: Limit,
  }),
);

function parsed(given: Record<string, Given>) {
  return parse(new Map(Object.entries({ id: '1', ...given })));
}

function refused(given: Record<string, Given>): string | undefined {
  try {
    parsed(given);
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError);
    expect((error as DomainError).code).to.equal('InvalidInput');
    return (error as DomainError).field;
  }
  return undefined;
}

describe('parameters', () => {
  it('are the same from a query, a form and JSON', () => {
    expect(parsed({ id: '42', count: '-7', flag: '1', text: 'x', limit: '20' })).to.deep.equal(
      parsed({ id: 42, count: -7, flag: true, text: 'x', limit: 20 }),
    );
    expect(parsed({ text: 5 }).text).to.equal('5');
    for (const [given, flag] of [
      ['true', true],
      ['false', false],
      ['0', false],
      [0, false],
      [1, true],
    ] as const) {
      expect(parsed({ flag: given }).flag).to.equal(flag);
    }
  });

  it('have defaults, and leave out what is optional; null is as good as nothing', () => {
    expect(parsed({})).to.deep.equal({ id: 1, offset: 0, limit: 10 });
    expect(parsed({ count: null, offset: null })).to.deep.equal({ id: 1, offset: 0, limit: 10 });
  });

  it('that are not declared are ignored, whatever they are', () => {
    const given = { other: REPEATED, gold: 5, role: ['admin'], __proto__x: {} } satisfies Record<string, Given>;
    expect(parsed(given)).to.deep.equal({ id: 1, offset: 0, limit: 10 });
    const hostile = new Map<string, Given>([
      ['id', '1'],
      ['__proto__', { limit: 5 }],
      ['constructor', 'x'],
    ]);
    expect(parse(hostile)).to.deep.equal({ id: 1, offset: 0, limit: 10 });
    expect(({} as Record<string, unknown>).limit).to.equal(undefined);
  });

  it('that are missing, repeated, lists or objects are named', () => {
    expect(() => parse(new Map()))
      .to.throw(DomainError)
      .with.property('field', 'id');
    for (const bad of [REPEATED, [], [1], {}, { $ne: null }, null] as Given[])
      expect(refused({ id: bad })).to.equal('id');
    for (const bad of [REPEATED, ['a'], {}] as Given[]) expect(refused({ text: bad })).to.equal('text');
  });

  it('that are integers are written as such, and within what JSON can carry', () => {
    const absurd = ['', ' 1', '1 ', '+1', '01', '1.0', '1e3', '0x10', '-', '-0x1', '１', 'NaN', '9007199254740993'];
    for (const bad of [...absurd, '1'.repeat(17), 1.5, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 53, true, false]) {
      expect(refused({ count: bad }), String(bad)).to.equal('count');
    }
    for (const bad of ['0', '-1', 0, -1]) expect(refused({ id: bad })).to.equal('id');
    for (const bad of ['0', '21', 1e9]) expect(refused({ limit: bad })).to.equal('limit');
    expect(refused({ offset: '10001' })).to.equal('offset');
    expect(Object.is(parsed({ count: -0 }).count, 0)).to.equal(true);
  });

  it('that are texts keep to their length in characters, and to what every store can keep', () => {
    expect(parsed({ text: '好'.repeat(DEFAULT_MAX_STRING_CHARS) }).text).to.have.lengthOf(DEFAULT_MAX_STRING_CHARS);
    expect(parsed({ short: '😀😀😀' }).short).to.equal('😀😀😀');
    for (const bad of ['x'.repeat(DEFAULT_MAX_STRING_CHARS + 1), 'a\0b', '\ud800', 'a\udc00', true]) {
      expect(refused({ text: bad })).to.equal('text');
    }
    expect(refused({ short: '😀😀😀😀' })).to.equal('short');
    expect(refused({ gender: 'male' })).to.equal('gender');
  });

  it('parse every safe integer to itself, and no other text to any', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => parsed({ count: String(value) }).count === (value === 0 ? 0 : value)),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const isInteger = /^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text));
        expect(refused({ count: text }) === undefined).to.equal(isInteger);
      }),
    );
  });
});
