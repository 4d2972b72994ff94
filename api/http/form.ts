import { type Given, MAX_PARAMETERS, REPEATED } from './received.ts';
import { badParameter } from './refusals.ts';

/**
 * Reads `a=1&b=2`, percent-encoded UTF-8; a name that comes twice is `REPEATED`. `text` has one character a byte, as HTTP delivers it.
 * Throws `DomainError('InvalidInput')`, naming the parameter that cannot be decoded, or the source.
 */
export function parsePairs(text: string, source: 'query' | 'body'): Map<string, Given> {
  const pairs = new Map<string, Given>();
  let start = 0;
  for (let count = 0; start <= text.length; count++) {
    if (count === MAX_PARAMETERS) throw badParameter(source);
    let end = text.indexOf('&', start);
    if (end < 0) end = text.length;
    if (end > start) {
      const equals = text.indexOf('=', start);
      const nameEnd = equals < 0 || equals > end ? end : equals;
      const name = decode(text.slice(start, nameEnd), source);
      const value = nameEnd === end ? '' : decode(text.slice(nameEnd + 1, end), name);
      pairs.set(name, pairs.has(name) ? REPEATED : value);
    }
    start = end + 1;
  }
  return pairs;
}

const NEEDS_DECODING = /[%+\x80-\xff]/;

function decode(text: string, what: string): string {
  if (!NEEDS_DECODING.test(text)) return text;
  try {
    // Some clients leave UTF-8 unescaped: escape what is above ASCII, then let one decoder judge all of it.
    const ascii = text.replaceAll('+', ' ').replace(/[\x80-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
    return decodeURIComponent(ascii);
  } catch {
    throw badParameter(what);
  }
}
