import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../../domain/kernel/errors.ts';
import {
  codePoints,
  isPlain,
  isVisible,
  MAX_NOTE_CHARS,
  noteLine,
  optionalLine,
  optionalLines,
  pictureAddress,
  spokenText,
} from '../../../domain/kernel/text.ts';
import { allowedName, MAX_NAME_CHARS, vouchedName } from '../../../domain/user/profile.ts';

/** What no text may hold, written down once more: plainly, and apart from the rule itself. */
const NEVER =
  /(?!\n)\p{Cc}|[\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u3164\ufff9-\ufffb]|\p{Cs}/u;
const MARKS = /[\p{Mn}\p{Me}]{7,}/u;

/** Characters that rules stumble over, among them those that belong together in some order only. */
const ODD = [
  ...['\0', '\x07', '\t', '\n', '\r', '\v', '\x1b', '\x7f', '\u0085', '\u00a0', '\u00ad', '\u2028', '\u2029', '\u3000'],
  ...['\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u061c', '\u202a', '\u202e', '\u2060', '\u2066', '\u2069'],
  ...['\ufeff', '\ufe0e', '\ufe0f', '\ufe00', '\u{e0100}', '\u{e0067}', '\u{e007f}', '\u{1f3f4}', '\u115f', '\u1160'],
  ...['\u3164', '\uffa0', '\u2800', '\ufffa', '\uffff', '\ufdd0', '\ud800', '\udc00', '\u034f', '\u17b4', '\u180e'],
  ...['\u0301', '\u0327', '\u0323', '\u20e3', '\u05b8', '\u064b', '\u094d', '\u0e31', '\u102f', '\u180b', '\u1820'],
  ...[
    'a',
    'e',
    '\u212b',
    '\u1100',
    '\u1161',
    '\u11a8',
    '\u0915',
    '\u0e01',
    '\u0645',
    '\u05d0',
    '字',
    '\uf900',
    '\u2126',
  ],
  ...['1', '#', '👨', '👩', '🏽', '🏳', '🌈', '❤', '☺', '🇨', '🇳', ' ', '<', '>', '"', ':', '/', 'javascript:', '\r\n'],
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...ODD), { maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** The text as it is kept; null when it is refused. Anything but a `DomainError` fails the test. */
function kept(rule: (text: string) => string, text: string): string | null {
  try {
    return rule(text);
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError);
    return null;
  }
}

const RULES: Record<string, { rule: (text: string) => string; lines?: true }> = {
  'a line of a room': { rule: (text) => spokenText(text, 'text') },
  'a line that may be empty': { rule: (text) => optionalLine(text, 'address', 100) },
  'a description': { rule: (text) => optionalLines(text, 'description', 500), lines: true },
  'a name': { rule: allowedName },
  'an app’s name': { rule: vouchedName },
  'a note': { rule: noteLine },
  'a picture’s address': { rule: (text) => pictureAddress(text, 'coverUrl') },
};

describe('text that is shown', () => {
  for (const [what, { rule, lines }] of Object.entries(RULES)) {
    it(`${what} holds nothing forbidden, whatever came in, and is the same when it comes in again`, () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const once = kept(rule, text);
          if (once === null) return;
          expect(once).not.to.match(NEVER).and.not.to.match(MARKS);
          if (!lines) expect(once).not.to.include('\n');
          expect(once).to.equal(once.trim());
          expect(kept(rule, once)).to.equal(once);
        }),
        {
          numRuns: 1_000,
          // A joiner that stands behind another mark once the marks are in order; a place to break before what is taken out.
          examples: [['\u094d\u17b4\u0301\u200c'], ['\u0e31\u200b\u17b4\u05d0'], ['\u180b\u180b\u0915']],
        },
      );
    });
  }

  it('passes as it is in every script, with all that its letters and signs need', () => {
    const samples = [
      ['Chinese, with a variant of a name’s character', '邊\u{e0101}さん、晚上好！　大家好'],
      ['Japanese', 'ライブ、はじまるよ〜♪'],
      ['Korean', '안녕하세요'],
      ['Arabic with vowels', 'السَّلَامُ عَلَيْكُمْ'],
      ['Persian with a non-joiner', 'می\u200cخواهم'],
      ['Urdu', 'آپ کیسے ہیں؟'],
      ['Hebrew with vowels and cantillation', 'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים'],
      ['Thai', 'น้ำใจ ที่นี่ ผู้ใหญ่'],
      ['Thai with a place to break', 'ภาษา\u200bไทย'],
      ['Devanagari', 'नमस्ते दुनिया, क्षत्रिय'],
      ['Devanagari with a half form', 'क्\u200dष'],
      ['Sinhala', 'ශ්\u200dරී ලංකා'],
      ['Bengali', 'র\u200d্যাব'],
      ['Malayalam', 'അവന്\u200d'],
      ['Tamil', 'வணக்கம்'],
      ['Burmese', 'လျှော့်ပါ မြန်မာ'],
      ['Khmer', 'សួស្តី'],
      ['Tibetan', 'བཀྲ་ཤིས་བདེ་ལེགས'],
      ['Vietnamese', 'Tiếng Việt'],
      ['German, Polish, Turkish', 'Grüße, źdźbło, İstanbul’da'],
      ['Russian, Greek', 'Привет, Καλημέρα'],
      ['Mongolian with a variant', 'ᠭ\u180bᠠ'],
      ['emoji', '😀👍🏽🎉'],
      ['a family and professions', '👨\u200d👩\u200d👧 👩🏽\u200d🚀 🧑\u200d⚕\ufe0f'],
      ['the rainbow flag, the heart on fire', '🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥'],
      ['flags', '🇨🇳🇧🇷'],
      ['flags of regions', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
      ['keycaps, text style', '1\ufe0f\u20e3 #\ufe0f\u20e3 ☎\ufe0e'],
      ['mathematics, symbols', '∑ √2 ≠ ½ © ™ ★ ♥'],
    ] as const;
    for (const [what, text] of samples) {
      const sample = text.normalize('NFC');
      expect(
        kept((given) => spokenText(given, 'text'), sample),
        what,
      ).to.equal(sample);
      expect(
        kept((given) => optionalLines(given, 'description', 500), sample),
        what,
      ).to.equal(sample);
      expect(kept(vouchedName, sample), what).to.equal(sample);
    }
  });

  it('is tidied of what its writer did not mean, and of what nobody sees', () => {
    const line = (text: string) => spokenText(text, 'text');
    expect(line('  你好 ')).to.equal('你好');
    expect(line('one\r\ntwo\u2028three\tfour')).to.equal('one two three four');
    expect(line('e\u0301')).to.equal('é');
    expect(line('pay\u200b\u2060p\u00adal\ufeff')).to.equal('paypal');
    expect(line('a\u200d\u200cb')).to.equal('ab');
    expect(line('שלום\u200f!')).to.equal('שלום!');
    expect(line('a\u{e0061}\u{e0062}b')).to.equal('ab');
    expect(line('\u{1f3f4}\u{e0061}')).to.equal('\u{1f3f4}');
    expect(line('字\ufe0f\ufe0f')).to.equal('字');
    expect(line('👨\u200d')).to.equal('👨');
    expect(optionalLines('one\r\ntwo\r\n\r\n \n\n\nthree\n', 'description', 500)).to.equal('one\ntwo\n\nthree');
    expect(optionalLine(' \u200b ', 'address', 100)).to.equal('');
  });

  it('is refused with controls, what turns the direction, halves of characters, stacks of marks', () => {
    const refused = ['a\x1b[31mb', 'a\0b', 'a\x07', '\x9b2J', '\u202egnp.exe', 'a\u2066b\u2069', '\ud800', 'a\ufdd0'];
    for (const text of [...refused, `a${'\u0301\u0323'.repeat(4)}`, `\u0915${'\u094d\u200d'.repeat(4)}`, 'a\ufffab']) {
      const seen = JSON.stringify(text);
      expect(() => spokenText(text, 'text'), seen)
        .to.throw(DomainError)
        .with.property('field', 'text');
      expect(() => optionalLine(text, 'address', 100), seen)
        .to.throw(DomainError)
        .with.property('code', 'InvalidInput');
      expect(() => optionalLines(text, 'description', 500), seen).to.throw(DomainError);
      expect(() => allowedName(text), seen)
        .to.throw(DomainError)
        .with.property('code', 'NameNotAllowed');
      expect(() => vouchedName(text), seen)
        .to.throw(DomainError)
        .with.property('field', 'name');
    }
  });

  it('a note of operators loses what has no place in it, and is never refused', () => {
    expect(noteLine('spam\n\x1b[31m again\u202e')).to.equal('spam [31m again');
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary', minLength: 150, maxLength: 900 })), (text) => {
        const note = noteLine(text);
        expect(codePoints(note)).to.be.at.most(MAX_NOTE_CHARS);
        expect(isPlain(note)).to.equal(true);
      }),
    );
  });

  it('an address of a picture leads to the web or is relative', () => {
    for (const address of ['', 'https://example.org/a.png?x=1#y', 'http://x', 'c.png', '/static/图.png']) {
      expect(pictureAddress(address, 'coverUrl')).to.equal(address);
    }
    const refused = [
      'javascript:alert(1)',
      'data:text/html,x',
      'JaVaScRiPt:x',
      'https://a b',
      'https://a\n',
      'a\x1b',
      '"x',
    ];
    for (const address of [...refused, 'https://x/\u202egnp', 'https://x/\u200b', '\ud800', 'a\\b']) {
      expect(() => pictureAddress(address, 'coverUrl'), address)
        .to.throw(DomainError)
        .with.property('field', 'coverUrl');
    }
  });

  it('a name has at most its length after it was tidied, and something to see', () => {
    expect(allowedName(`${'字\u200b'.repeat(MAX_NAME_CHARS)}`)).to.equal('字'.repeat(MAX_NAME_CHARS));
    for (const blank of ['\u2800', '\u3164\u3164', '\u0301', '\u200d\ufe0f', '\u{e0100}']) {
      expect(isVisible(blank), JSON.stringify(blank)).to.equal(false);
      expect(() => allowedName(blank)).to.throw(DomainError);
    }
  });
});
