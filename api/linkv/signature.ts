import { hash, timingSafeEqual } from 'node:crypto';

/** How far a nonce's time may be from the clock, in milliseconds: LinkV's own window. */
export const NONCE_WINDOW_MS = 5 * 60_000;
/** Longest `nonce_str`: 8 random characters, 10 digits, 8 random characters. */
export const MAX_NONCE_CHARS = 26;

/** A request's parameters after form decoding, the signature included. */
export type SignedForm = ReadonlyMap<string, string>;

/** How one SDK builds the text that it signs: which values it skips, and whether it decodes values once more. */
interface Spelling {
  skips: (value: string) => boolean;
  decodes?: boolean;
}

const skipsEmpty = (value: string) => value === '';
const skipsNothing = () => false;

/** The document and the node and php SDKs leave out empty values; go, python and dart leave out nothing. */
const SPELLINGS: readonly Spelling[] = [{ skips: skipsEmpty }, { skips: skipsNothing }];

/**
 * thGetToken is the one call whose values may be 0 or hold `+` and `%`: node and php also leave out `0`, java and .net sign the
 * values decoded once more.
 */
const TOKEN_SPELLINGS: readonly Spelling[] = [
  ...SPELLINGS,
  { skips: (value) => value === '' || value === '0' },
  { skips: skipsEmpty, decodes: true },
  { skips: skipsNothing, decodes: true },
];

export interface SignatureRules {
  secret: string;
  /** Accepts what SDKs sign at thGetToken as well. */
  isTokenCall: boolean;
  /** The endpoint's own parameters. */
  names: readonly string[];
  /** Epoch ms. */
  now: number;
}

/**
 * Whether a form was signed with the app's secret, within `NONCE_WINDOW_MS` of now (LinkV live, 签名生成): `sign` is the lower-case hex
 * md5 of `k1=v1&k2=v2…&key=SECRET`, names in byte order, `sign` left out, in any of the spellings that the published SDKs use.
 *
 * The signed text does not quote values, so a value that holds `&name=` of another parameter could be split differently and still
 * have the same signature: such a form is refused. All comparisons take the same time.
 */
export function isSigned(form: SignedForm, rules: SignatureRules): boolean {
  const given = Buffer.from(form.get('sign') ?? '');
  let matches = false;
  for (const spelling of rules.isTokenCall ? TOKEN_SPELLINGS : SPELLINGS) {
    const expected = Buffer.from(signature(form, rules.secret, spelling));
    if (given.length === expected.length && timingSafeEqual(given, expected)) matches = true;
  }
  return matches && isNonceFresh(form.get('nonce_str') ?? '', rules.now) && !canBeCutElsewhere(form, rules.names);
}

/** The signature as the document's own client makes it. */
export function sign(form: SignedForm, secret: string): string {
  return signature(form, secret, SPELLINGS[0]!);
}

function signature(form: SignedForm, secret: string, { skips, decodes = false }: Spelling): string {
  const pairs: string[] = [];
  for (const name of [...form.keys()].sort(byBytes)) {
    const value = form.get(name)!;
    if (name !== 'sign' && !skips(value)) pairs.push(`${name}=${decodes ? decodedOnceMore(value) : value}`);
  }
  return hash('md5', `${[...pairs, `key=${secret}`].join('&')}`, 'hex');
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** As java's `URLDecoder.decode`; a value that cannot be decoded stays as it is. */
function decodedOnceMore(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

/**
 * Whether some ten digits in a row are a time within `NONCE_WINDOW_MS` of now, in epoch seconds. The random halves around them
 * have 0 to 8 characters and may be digits too, so each run of ten is looked at.
 */
export function isNonceFresh(nonce: string, now: number): boolean {
  if (nonce.length > MAX_NONCE_CHARS) return false;
  for (let start = 0; start + 10 <= nonce.length; start++) {
    const digits = nonce.slice(start, start + 10);
    if (/^\d{10}$/.test(digits) && Math.abs(Number(digits) * 1000 - now) <= NONCE_WINDOW_MS) return true;
  }
  return false;
}

function canBeCutElsewhere(form: SignedForm, names: readonly string[]): boolean {
  for (const value of form.values()) {
    if (value.includes('&') && [...names, 'key'].some((name) => value.includes(`&${name}=`))) return true;
  }
  return false;
}
