import { createPrivateKey, createPublicKey } from 'node:crypto';
import { isSafeUrl, objectOf } from './json-fields.ts';

/** What is wrong with a field, to be read behind its name; null for nothing. */
export type Check = (value: unknown) => string | null;

/** The fields of each provider that a setting may name. */
export type Forms<Providers> = Readonly<Record<keyof Providers, Readonly<Record<string, Check>>>>;

export const text: Check = (value) => (typeof value === 'string' && value.trim() !== '' ? null : 'must be a text');
export const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
export const address: Check = (value) => (isSafeUrl(value) ? null : 'must be an https address without a path');

export function optional(check: Check): Check {
  return (value) => (value === undefined ? null : check(value));
}

/** A private key, PEM. */
export function privateKey(type: 'rsa' | 'ec', fault = `must be a private ${type} key, PEM`): Check {
  return (value) => (typeof value === 'string' && keyType(() => createPrivateKey(value)) === type ? null : fault);
}

/** A public RSA key, PEM. */
export const publicKey: Check = (value) =>
  typeof value === 'string' && keyType(() => createPublicKey(value)) === 'rsa' ? null : 'must be a public key, PEM';

function keyType(make: () => { asymmetricKeyType?: string }): string | undefined {
  try {
    return make().asymmetricKeyType;
  } catch {
    return undefined;
  }
}

/**
 * Reads providers from JSON, `{ "<name>": {…} }`, any of those in `forms`; none where there is a problem. Every problem is named by its place in
 * `setting`, and repeats no value. `moreFaults`: what is wrong with the fields of one taken together.
 */
export function readProviders<Providers extends object>(
  setting: string,
  given: string,
  forms: Forms<Providers>,
  moreFaults: (name: keyof Providers, settings: Readonly<Record<string, unknown>>) => string[] = () => [],
): { providers: Partial<Providers>; problems: string[] } {
  const names = Object.keys(forms);
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    // A parser's message quotes what it read, which may be a secret.
    return { providers: {}, problems: [`${setting} is not JSON`] };
  }
  const all = objectOf(parsed);
  if (!all) {
    const choice = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
    return { providers: {}, problems: [`${setting} must be an object with ${choice}`] };
  }
  const problems = Object.entries(all).flatMap(([name, value]) => {
    const settings = objectOf(value);
    const faults = !Object.hasOwn(forms, name)
      ? [`no such provider: there are ${names.join(', ')}`]
      : settings === null
        ? ['not an object']
        : [...faultsOf(forms[name as keyof Providers], settings), ...moreFaults(name as keyof Providers, settings)];
    return faults.map((fault) => `${setting}, ${name}: ${fault}`);
  });
  return { providers: problems.length > 0 ? {} : (all as Partial<Providers>), problems };
}

function faultsOf(form: Readonly<Record<string, Check>>, settings: Readonly<Record<string, unknown>>): string[] {
  const unknown = Object.keys(settings).filter((field) => !Object.hasOwn(form, field));
  const faults = unknown.map((field) => `unknown ${field}`);
  for (const [field, check] of Object.entries(form)) {
    const fault = check(settings[field]);
    if (fault !== null) faults.push(`${field} ${settings[field] === undefined ? 'is missing' : fault}`);
  }
  return faults;
}
