import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { isNonceFresh, isSigned, NONCE_WINDOW_MS, sign } from '../../../api/linkv/signature.ts';

const SECRET = 'a-secret-of-the-app';
const NOW = 1_795_395_064_000;
const NONCE = 'abcdefgh1795395064ijklmnop';
const NAMES = ['app_id', 'nonce_str', 'sign', 'userId', 'aid', 'name', 'sex', 'channel'];

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Signs as a client does: `leftOut` says which values it leaves out of the text. */
function signedBy(values: Record<string, string>, leftOut: (value: string) => boolean, decodes = false) {
  const text = Object.entries(values)
    .filter(([, value]) => !leftOut(value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${decodes ? decodeURIComponent(value.replaceAll('+', ' ')) : value}`)
    .join('&');
  return new Map(Object.entries({ ...values, sign: md5(`${text}&key=${SECRET}`) }));
}

const check = (form: Map<string, string>, isTokenCall = false, now = NOW) =>
  isSigned(form, { secret: SECRET, isTokenCall, names: NAMES, now });

describe('LinkV live: the signature', () => {
  const values = { app_id: 'LM6000', nonce_str: NONCE, uid: '12', value: '5', order_id: '', reason: '充值 + 100%' };
  const token = {
    app_id: 'LM6000',
    nonce_str: NONCE,
    userId: 'a+b=c',
    aid: 'x',
    name: '倔强%20的',
    sex: '0',
    email: '',
  };

  const accepted: [string, Map<string, string>, boolean][] = [
    ['empty values left out (document, node, php)', signedBy(values, (value) => value === ''), false],
    ['nothing left out (go, python, dart)', signedBy(values, () => false), false],
    ['thGetToken without empty values and 0 (node, php)', signedBy(token, (v) => v === '' || v === '0'), true],
    ['thGetToken decoded once more (java, .net)', signedBy(token, (v) => v === '', true), true],
    ['thGetToken decoded once more, nothing left out', signedBy(token, () => false, true), true],
  ];
  for (const [name, form, isTokenCall] of accepted) {
    it(`accepts ${name}`, () => expect(check(form, isTokenCall)).to.equal(true));
  }

  const refused: [string, Map<string, string>][] = [
    ['0 left out at a money endpoint', signedBy({ ...values, value: '0' }, (v) => v === '' || v === '0')],
    [
      'values decoded once more at a money endpoint',
      signedBy(values, (v) => v === '', false).set('reason', '充值   100%'),
    ],
    ['another secret', new Map(signedBy(values, () => false)).set('sign', md5(`${values}&key=other`))],
    [
      'upper-case hex',
      new Map(signedBy(values, () => false)).set(
        'sign',
        signedBy(values, () => false)
          .get('sign')!
          .toUpperCase(),
      ),
    ],
    ['no signature', new Map(Object.entries(values))],
    ['an empty signature', new Map(Object.entries({ ...values, sign: '' }))],
    ['a parameter that was added', new Map(signedBy(values, () => false)).set('money', '1')],
    ['a value that was changed', new Map(signedBy(values, () => false)).set('value', '6')],
    ['a value that can be cut elsewhere', signedBy({ ...values, reason: 'x&userId=1' }, () => false)],
    ['a value that hides the key', signedBy({ ...values, reason: 'x&key=1' }, () => false)],
  ];
  for (const [name, form] of refused) {
    it(`refuses ${name}`, () => expect(check(form)).to.equal(false));
  }

  it('does not let one form be read as another: the cut between two parameters', () => {
    // sex=0&userId=1 signs the same text as sex="0&userId=1".
    const joined = signedBy({ app_id: 'LM6000', nonce_str: NONCE, sex: '0&userId=1' }, () => false);
    const apart = new Map([...joined, ['sex', '0'], ['userId', '1']]);
    expect(sign(apart, SECRET)).to.equal(joined.get('sign'));
    expect(check(joined)).to.equal(false);
    expect(check(apart)).to.equal(true);
  });

  describe('the nonce', () => {
    const window = NONCE_WINDOW_MS / 1000;
    const at = (seconds: number) => `${1_795_395_064 + seconds}`;
    const rows: [string, string, boolean][] = [
      ['of the document', NONCE, true],
      ['with short random halves', `a${at(0)}`, true],
      ['without any', at(0), true],
      ['with digits around the time', `12345678${at(0)}87654321`, true],
      ['at the edge of the window', at(-window), true],
      ['older than the window', at(-window - 1), false],
      ['from the future', at(window + 1), false],
      ['without ten digits', 'abcdefgh179539506', false],
      ['empty', '', false],
      ['longer than any client makes it', `${NONCE}x`, false],
    ];
    for (const [name, nonce, fresh] of rows) {
      it(`${name}: ${fresh ? 'taken' : 'refused'}`, () => expect(isNonceFresh(nonce, NOW)).to.equal(fresh));
    }
  });
});
