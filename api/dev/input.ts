/** The answer to a wrong call of a dev route: HTTP status and text. */
export class DevError extends Error {
  override readonly name = 'DevError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A JSON object; no body at all counts as an empty one. */
export function objectOf(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new DevError(400, 'send a JSON object');
  return body as Record<string, unknown>;
}

/** Reads an integer from `min` to `max`, or its decimal digits; throws `DevError` 400 naming it for anything else. */
export function integerOf(value: unknown, name: string, min: number, max: number): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < min || number > max) {
    throw new DevError(400, `${name} must be an integer from ${min} to ${max}`);
  }
  return number;
}

/** Reads an id from a path; throws `DevError` 404 for a text that cannot be an id. */
export function idOf(text: string): number {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0;
  if (id === 0 || !Number.isSafeInteger(id)) throw new DevError(404, 'no such id');
  return id;
}

const MAX_REASON_CHARS = 200;

export function reasonOf(body: unknown): string {
  const { reason = 'dev' } = objectOf(body);
  if (typeof reason !== 'string' || reason.length > MAX_REASON_CHARS) {
    throw new DevError(400, `reason must be a text of at most ${MAX_REASON_CHARS} characters`);
  }
  return reason;
}

/** Reads one of a few words; throws `DevError` 400 naming them for anything else. */
export function oneOf<const Word extends string>(words: readonly Word[], value: unknown, name: string): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) throw new DevError(400, `${name} must be one of ${words.join(', ')}`);
  return word;
}

/** Reads a text; throws `DevError` 400 naming it for anything else, and for one of more than `maxChars` characters. */
export function textOf(value: unknown, name: string, maxChars: number): string {
  if (typeof value !== 'string' || value.length > maxChars) {
    throw new DevError(400, `${name} must be a text of at most ${maxChars} characters`);
  }
  return value;
}
