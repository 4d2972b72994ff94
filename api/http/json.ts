import { badParameter } from './refusals.ts';

/** Deepest nesting of a JSON body: the deepest documented one has 4 levels. */
export const MAX_JSON_DEPTH = 16;
/** Most members of one JSON object: the longest documented one has 16. */
export const MAX_JSON_MEMBERS = 100;
/** Most items of a JSON list whose dialect does not say otherwise: OpenIM and Lanying take lists of up to 1,000 people. */
export const MAX_LIST_ITEMS = 1_000;
/** Longest number, in characters: a double has at most 24, an amount of money or an id 20. */
const MAX_NUMBER_CHARS = 64;

export interface JsonRules {
  /** Refuses what parsers read differently: repeated names, `__proto__`, NUL, halves of surrogate pairs. */
  strict: boolean;
  maxListItems: number;
}

/** Called with each member of the outermost object, in the order of the text; names may come twice unless `strict`. */
type OnMember = (name: string, value: JsonValue) => void;
export type JsonValue = string | number | bigint | boolean | null | object;

/**
 * Reads a JSON object as RFC 8259 has it, within the limits above. Integers that a double cannot hold become bigints, digit by
 * digit. Throws `DomainError('InvalidInput')` naming the body for everything else: no JSON, no object, too deep, too many.
 */
export function readJsonObject(text: string, rules: JsonRules, onMember: OnMember): void {
  new JsonReader(text, rules).readWhole(onMember);
}

/**
 * An object, or one as JSON text, which clients send either; null for anything else, and for text that `readJsonObject` does not take. `isUnique`:
 * text with a name twice is none either; else the last one counts.
 */
export function objectOrJson(
  given: unknown,
  { maxListItems, isUnique }: { maxListItems: number; isUnique?: true },
): Record<string, unknown> | null {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  if (typeof given !== 'string') return null;
  const object: Record<string, unknown> = {};
  let isRepeated = false;
  try {
    readJsonObject(given, { strict: true, maxListItems }, (name, value) => {
      isRepeated ||= Object.hasOwn(object, name);
      object[name] = value;
    });
  } catch {
    // Whatever the reader refuses in the text is one thing here.
    return null;
  }
  return isUnique && isRepeated ? null : object;
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
/** NUL and halves of surrogate pairs: no store and no client carries them faithfully. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

class JsonReader {
  private readonly text: string;
  private readonly rules: JsonRules;
  private at = 0;

  constructor(text: string, rules: JsonRules) {
    this.text = text;
    this.rules = rules;
  }

  readWhole(onMember: OnMember): void {
    this.skipBlanks();
    this.expect(OPEN_OBJECT);
    this.readMembers(1, onMember);
    this.skipBlanks();
    if (this.at < this.text.length) throw malformed();
  }

  private readValue(depth: number): JsonValue {
    this.skipBlanks();
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.readString();
      case OPEN_OBJECT:
        this.at++;
        return this.readObject(depth + 1);
      case OPEN_LIST:
        this.at++;
        return this.readList(depth + 1);
      case 0x74 /* t */:
        return this.readWord('true', true);
      case 0x66 /* f */:
        return this.readWord('false', false);
      case 0x6e /* n */:
        return this.readWord('null', null);
      default:
        return this.readNumber();
    }
  }

  private readObject(depth: number): object {
    const object: Record<string, JsonValue> = {};
    this.readMembers(depth, (name, value) => {
      if (this.rules.strict && Object.hasOwn(object, name)) throw malformed();
      // Assigning to `__proto__` would change what the object inherits.
      if (name === '__proto__') {
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      } else object[name] = value;
    });
    return object;
  }

  /** After the opening brace, up to and with the closing one. */
  private readMembers(depth: number, onMember: OnMember): void {
    if (depth > MAX_JSON_DEPTH) throw malformed();
    this.skipBlanks();
    if (this.takes(CLOSE_OBJECT)) return;
    for (let count = 1; ; count++) {
      if (count > MAX_JSON_MEMBERS) throw malformed();
      this.skipBlanks();
      const name = this.readString();
      if (this.rules.strict && name === '__proto__') throw malformed();
      this.skipBlanks();
      this.expect(COLON);
      onMember(name, this.readValue(depth));
      this.skipBlanks();
      if (this.takes(CLOSE_OBJECT)) return;
      this.expect(COMMA);
    }
  }

  private readList(depth: number): JsonValue[] {
    if (depth > MAX_JSON_DEPTH) throw malformed();
    const items: JsonValue[] = [];
    this.skipBlanks();
    if (this.takes(CLOSE_LIST)) return items;
    for (;;) {
      if (items.length === this.rules.maxListItems) throw malformed();
      items.push(this.readValue(depth));
      this.skipBlanks();
      if (this.takes(CLOSE_LIST)) return items;
      this.expect(COMMA);
    }
  }

  private readString(): string {
    const start = this.at;
    this.expect(QUOTE);
    let hasEscapes = false;
    for (let at = this.at; ; at++) {
      const char = this.text.charCodeAt(at);
      if (char === QUOTE) {
        this.at = at + 1;
        return hasEscapes ? this.unescaped(this.text.slice(start, this.at)) : this.text.slice(start + 1, at);
      }
      if (char === BACKSLASH) {
        hasEscapes = true;
        at++;
      } else if (!(char >= 0x20)) throw malformed(); // A control character, or the end of the text (NaN).
    }
  }

  /**
   * Resolves escapes. Only they can bring in NUL or half of a surrogate pair: raw control characters are refused, and the body is
   * UTF-8.
   */
  private unescaped(quoted: string): string {
    let text: string;
    try {
      text = JSON.parse(quoted) as string;
    } catch {
      throw malformed();
    }
    if (this.rules.strict && UNSTORABLE.test(text)) throw malformed();
    return text;
  }

  private readNumber(): number | bigint {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match || match[0].length > MAX_NUMBER_CHARS) throw malformed();
    const [digits, fraction, exponent] = match;
    this.at += digits.length;
    const number = Number(digits);
    if (!Number.isFinite(number)) throw malformed();
    const isInteger = fraction === undefined && exponent === undefined;
    return isInteger && !Number.isSafeInteger(number) ? BigInt(digits) : number;
  }

  private readWord<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw malformed();
    this.at += word.length;
    return value;
  }

  private skipBlanks(): void {
    for (;;) {
      const char = this.text.charCodeAt(this.at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return;
      this.at++;
    }
  }

  private takes(char: number): boolean {
    if (this.text.charCodeAt(this.at) !== char) return false;
    this.at++;
    return true;
  }

  private expect(char: number): void {
    if (!this.takes(char)) throw malformed();
  }
}

function malformed(): Error {
  return badParameter('body');
}

/** JSON as `JSON.stringify` writes it; bigints are written as integers with all their digits. */
export function writeJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Bigints are all that JSON.stringify refuses, apart from cycles, and too rare to look for beforehand.
    if (!(error instanceof TypeError)) throw error;
    return writeExactly(value) ?? 'null';
  }
}

function writeExactly(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') return writeExactly(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((item) => writeExactly(item) ?? 'null').join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = writeExactly(member);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join(',')}}`;
}
