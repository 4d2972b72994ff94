import { expect } from 'chai';
import fc from 'fast-check';
import { DEFAULT_RESERVED_NAMES, looksOf, ReservedNames } from '../../../application/texts/look-alikes.ts';
import { WordList } from '../../../application/texts/word-list.ts';
import { readWords, Words } from '../../../application/texts/words.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { codePoints } from '../../../domain/kernel/text.ts';

const TENANT = 'heihei';

function refusedWith(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError);
    return (error as DomainError).code;
  }
}

describe('names that are kept for staff', () => {
  const reserved = new ReservedNames(DEFAULT_RESERVED_NAMES);
  const spellings: Record<string, string> = {
    Chinese: '官方客服',
    'Chinese with something between': '官 方',
    'a part of a name': '嘿嘿官方小助手',
    'upper case': 'ADMIN',
    'full width': 'ａｄｍｉｎ',
    'blanks and dots': 'a d.m-i_n',
    'a word of several': 'The Admin Team',
    'within a word': 'superadmin1',
    'Cyrillic small letters': '\u0430dmin',
    'Cyrillic capitals': '\u041dE\u0406\u041d\u0415\u0406',
    'Greek capitals': '\u0391D\u039c\u0399\u039d',
    'a small L for an I': 'ADMlN',
    'digits for letters': '0fficia1',
    'rn for m': 'adrnin',
    mathematical: '\u{1d41a}\u{1d41d}\u{1d426}\u{1d422}\u{1d427}',
    accents: 'ádmîn',
    'what nobody sees': 'hei\u200bhei',
    'parts of words that are words': 'Sal On',
  };
  for (const [what, name] of Object.entries(spellings)) {
    it(`${what}: ${name}`, () => expect(reserved.areIn(name)).to.equal(true));
  }
  for (const name of ['小明', '用户12345678', 'Lisa Long', 'Мария', 'Γιώργος', '方官', 'أحمد', 'Adam', '阿德明']) {
    it(`not ${name}`, () => expect(reserved.areIn(name)).to.equal(false));
  }

  it('look the same when and only when their skeletons are the same', () => {
    expect(looksOf('раураl')).to.equal(looksOf('paypal'));
    expect(looksOf('paypal')).not.to.equal(looksOf('paypa'));
  });

  it('are the tenant’s own where it says which, and nobody else’s', () => {
    const words = new Words({ [TENANT]: { reserved: ['Moderator'] } });
    expect(refusedWith(() => words.requireAllowedName(TENANT, 'M0derator'))).to.equal('NameNotAllowed');
    expect(refusedWith(() => words.requireAllowedName(TENANT, 'Admin'))).to.equal(null);
    expect(refusedWith(() => words.requireAllowedName('other', 'Admin'))).to.equal('NameNotAllowed');
    expect(refusedWith(() => words.requireAllowedName('other', 'Moderator'))).to.equal(null);
  });

  it('can be asked of anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => reserved.areIn(name) !== undefined),
      {
        numRuns: 200,
      },
    );
  });
});

describe('words that are masked or held', () => {
  const list = new WordList({
    mask: ['badword', '坏话', 'two words', 'STRASSE', 'ok坏'],
    hold: ['赌博', 'casino', '坏话王'],
  });
  const shown = (text: string) => list.apply(text).shown;

  const masked: [string, string][] = [
    ['a badword here', 'a ******* here'],
    ['BadWord', '*******'],
    ['ｂａｄｗｏｒｄ!', '*******!'],
    ['bad\u200bword', '********'],
    ['b\u0336adword', '********'],
    ['这是坏话吗', '这是**吗'],
    ['badword坏话', '*********'],
    ['two\u3000words', '*********'],
    ['Straße', '******'],
    ['😀badword😀', '😀*******😀'],
  ];
  for (const [text, expected] of masked) {
    it(`${JSON.stringify(text)} is shown as ${expected}`, () =>
      expect(list.apply(text)).to.deep.equal({ shown: expected, isHeld: false }));
  }
  it('a word of letters is a whole one', () => {
    for (const text of ['notabadword', 'badwords', 'casinos', 'Straßenbahn']) {
      expect(list.apply(text)).to.deep.equal({ shown: text, isHeld: false });
    }
  });
  it('a held one is noticed, also in and over a masked one', () => {
    for (const text of ['来赌博吧', 'CASINO', 'ｃａｓｉｎｏ', '坏话王', 'badword casino']) {
      expect(list.apply(text).isHeld, text).to.equal(true);
    }
    expect(shown('坏话王')).to.equal('***');
  });
  it('never make a text longer, nor leave a word in it', () => {
    const parts = fc.constantFrom(
      'badword',
      '坏',
      '话',
      'BAD',
      'word',
      ' ',
      '\u200b',
      'ß',
      'casino',
      '王',
      'x',
      '😀',
      'ok',
      '\u0336',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (given) => {
        const text = given.join('');
        const once = shown(text);
        expect(codePoints(once)).to.equal(codePoints(text));
        expect(shown(once)).to.equal(once);
      }),
      { numRuns: 500 },
    );
  });

  it('are a tenant’s own: nothing is looked for in another’s, nor without a list', () => {
    const words = new Words({ [TENANT]: { mask: ['badword'], hold: ['casino'] } });
    const worded = words.worded(TENANT, 'a badword', 'text');
    expect(worded.text).to.equal('a *******');
    expect(refusedWith(worded.requireAllowed)).to.equal(null);
    expect(refusedWith(words.worded(TENANT, 'casino', 'text').requireAllowed)).to.equal('TextNotAllowed');
    expect(words.worded('other', 'a badword casino ', 'text').text).to.equal('a badword casino ');
    expect(refusedWith(words.worded('other', 'casino', 'text').requireAllowed)).to.equal(null);
    for (const name of ['badword', 'my Casino']) {
      expect(
        refusedWith(() => words.requireAllowedName(TENANT, name)),
        name,
      ).to.equal('NameNotAllowed');
    }
  });
});

describe('SALON_WORDS', () => {
  it('is read by tenant and list', () => {
    const given = { tenants: { [TENANT]: { mask: ['a'], hold: ['b'], reserved: ['官方'] }, other: {} } };
    expect(readWords(JSON.stringify(given))).to.deep.equal({ tenants: given.tenants, problems: [] });
  });
  const wrong: [string, RegExp][] = [
    ['{', /^SALON_WORDS is not JSON$/],
    ['[]', /must be/],
    ['{"tenants":[]}', /must be/],
    ['{"tenants":{"Hei hei":{}}}', /a tenant takes/],
    ['{"tenants":{"heihei":[]}}', /not an object/],
    ['{"tenants":{"heihei":{"masks":[]}}}', /unknown masks/],
    ['{"tenants":{"heihei":{"mask":"x"}}}', /mask takes a list/],
    ['{"tenants":{"heihei":{"hold":["x",7]}}}', /hold, word 2/],
    ['{"tenants":{"heihei":{"hold":["\\u200b"]}}}', /hold, word 1/],
    [`{"tenants":{"heihei":{"mask":["${'x'.repeat(65)}"]}}}`, /mask, word 1/],
    [JSON.stringify({ tenants: { heihei: { mask: Array(10_001).fill('x') } } }), /at most 10000/],
  ];
  for (const [given, problem] of wrong) {
    it(`refuses ${given.slice(0, 60)}`, () => {
      const { tenants, problems } = readWords(given);
      expect(tenants).to.deep.equal({});
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(problem);
    });
  }
});
