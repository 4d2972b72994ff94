import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type JsonRules,
  type JsonValue,
  MAX_JSON_DEPTH,
  MAX_JSON_MEMBERS,
  MAX_LIST_ITEMS,
  readJsonObject,
  writeJson,
} from '../../../api/http/json.ts';
import { asDoubles } from '../../support/as-doubles.ts';

function read(text: string, rules: Partial<JsonRules> = {}): [string, JsonValue][] | 'refused' {
  const members: [string, JsonValue][] = [];
  try {
    readJsonObject(text, { strict: false, maxListItems: MAX_LIST_ITEMS, ...rules }, (...member) =>
      members.push(member),
    );
    return members;
  } catch (error) {
    expect(error).to.have.property('field', 'body');
    return 'refused';
  }
}

/** As JSON.parse reads it, but for numbers that no double reaches; the last of repeated names counts. */
function plain(text: string): object | 'refused' {
  try {
    const value: unknown = JSON.parse(text, (_name, member) => {
      if (typeof member === 'number' && !Number.isFinite(member)) throw new RangeError('too large');
      return member;
    });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : 'refused';
  } catch {
    return 'refused';
  }
}

function sameAsPlain(text: string): boolean {
  const [ours, theirs] = [read(text), plain(text)];
  if (ours === 'refused' || theirs === 'refused') return ours === theirs;
  return isDeepStrictEqual(asDoubles(new Map(ours)), new Map(Object.entries(theirs)));
}

describe('JSON', () => {
  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    const texts = fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 })
      .map((it) => JSON.stringify(it));
    // Texts with something put in, taken out or doubled: most are no JSON any more.
    const broken = fc
      .tuple(
        texts,
        fc.nat(),
        fc.nat(4),
        fc.constantFrom('', '"', '\\', ',', '0', '-', '.', '[', '{', '\n', '\u0000', 'e'),
      )
      .map(([text, at, cut, put]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + cut);
      });
    fc.assert(
      fc.property(fc.oneof(texts, broken), (text) => sameAsPlain(text)),
      { numRuns: 2_000 },
    );
    const odd = [
      ...[
        '{"a":01}',
        '{"a":1.}',
        '{"a":.5}',
        '{"a":+1}',
        '{"a":-}',
        '{"a":1e}',
        '{"a":1e+}',
        '{"a":-0}',
        '{"a":1E5}',
        '{"a":0.10}',
      ],
      ...[
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":undefined}',
        '{"a":tru}',
        '{"a":True}',
        "{'a':1}",
        '{a:1}',
        '{"a":1,}',
        '{,"a":1}',
      ],
      ...[
        '{"a":[1,]}',
        '{"a":[,1]}',
        '{"a":[1 2]}',
        '{"a" 1}',
        '{"a":1}}',
        '{"a":1} {}',
        '{"a":"\t"}',
        '{"a":"\\x"}',
        '{"a":"\\u12"}',
      ],
      ...[
        '',
        ' ',
        '{',
        '{"a',
        '{"a":',
        '{"a":"',
        '{"a":"\\',
        '\ufeff{}',
        '{}/**/',
        ' \t\r\n{ } \n',
        '{"a":"\\ud83d\\ude00\\/\\b"}',
      ],
      ...[
        '{"__proto__":{"x":1},"a":{"__proto__":{"y":2},"constructor":3}}',
        '{"a":1,"a":2}',
        '{"a":"\u2028"}',
        '[]',
        '1',
        '"a"',
      ],
    ];
    for (const text of odd) expect(sameAsPlain(text), text).to.equal(true);
    expect(({} as Record<string, unknown>).x).to.equal(undefined);
  });

  it('keeps integers that no double holds, digit by digit', () => {
    expect(read('{"a":9007199254740993,"b":-12345678901234567890,"c":[9007199254740991],"d":1e20}')).to.deep.equal([
      ['a', 9007199254740993n],
      ['b', -12345678901234567890n],
      ['c', [9007199254740991]],
      ['d', 1e20],
    ]);
  });

  it('has limits: depth, members, list items, digits, and what a double can reach', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const members = (count: number) => `{${Array.from({ length: count }, (_, n) => `"m${n}":1`).join(',')}}`;
    const list = (count: number) => `{"a":[${Array.from({ length: count }, () => '1').join(',')}]}`;
    for (const [make, limit] of [
      [nested, MAX_JSON_DEPTH] as const,
      [members, MAX_JSON_MEMBERS] as const,
      [list, MAX_LIST_ITEMS] as const,
    ]) {
      expect(read(make(limit)), make.name).to.not.equal('refused');
      expect(read(make(limit + 1)), make.name).to.equal('refused');
    }
    expect(read(`{"a":${members(MAX_JSON_MEMBERS + 1)}}`)).to.equal('refused');
    expect(read('{"a":[1,2,3]}', { maxListItems: 2 })).to.equal('refused');
    expect(read(`{"a":${'9'.repeat(65)}}`)).to.equal('refused');
    expect(read('{"a":1e400}')).to.equal('refused');
    expect(read(`{"a":${'[{"a":'.repeat(50_000)}`)).to.equal('refused');
  });

  it('is strict where asked: no name twice, no __proto__, nothing that no store keeps', () => {
    const strict = (text: string) => read(text, { strict: true });
    for (const text of ['{"a":{"b":1,"b":1}}', '{"a":[{"b":1,"\\u0062":2}]}'])
      expect(strict(text), text).to.equal('refused');
    for (const text of ['{"__proto__":1}', '{"a":{"__proto__":1}}', '{"a":{"\\u005f_proto__":1}}']) {
      expect(strict(text), text).to.equal('refused');
    }
    for (const text of ['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"\\udfff":1}', '{"a":"\\ude00\\ud83d"}']) {
      expect(strict(text), text).to.equal('refused');
    }
    expect(strict('{"a":"\\ud83d\\ude00","constructor":{"prototype":1}}')).to.deep.equal([
      ['a', '😀'],
      ['constructor', { prototype: 1 }],
    ]);
  });

  it('is written as JSON.stringify writes it, with all digits of a bigint', () => {
    expect(
      writeJson({
        sendTime: 1795395064259200123n,
        list: [1n, undefined, 'x'],
        none: undefined,
        at: new Date(0),
        o: { n: null },
      }),
    ).to.equal('{"sendTime":1795395064259200123,"list":[1,null,"x"],"at":"1970-01-01T00:00:00.000Z","o":{"n":null}}');
    fc.assert(
      fc.property(fc.object({ values: [fc.anything()] as never, maxDepth: 3 }), (value) => {
        // With a bigint in it, the slower way writes all the rest.
        expect(writeJson({ value, big: 2n })).to.equal(JSON.stringify({ value, big: 2 }));
      }),
    );
    const circle: Record<string, unknown> = { big: 1n };
    circle.self = circle;
    expect(() => writeJson(circle)).to.throw(RangeError);
  });
});
