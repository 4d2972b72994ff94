import { DomainError } from '../../domain/kernel/errors.ts';
import { tidyLine, tidyLines } from '../../domain/kernel/text.ts';
import type { WordTreatment } from '../../domain/words/events.ts';
import { MAX_WORD_CHARS } from '../../domain/words/limits.ts';
import { TENANT } from '../apps.ts';
import { DEFAULT_RESERVED_NAMES, looksOf, ReservedNames } from './look-alikes.ts';
import { foldedWord, WordList } from './word-list.ts';

/** Most words of one list: each costs some hundred bytes in every process. */
const MAX_WORDS = 10_000;
/** Most reserved names: each is looked for in each new name. */
const MAX_RESERVED_NAMES = 1_000;
/** Longer texts (in UTF-16 units) are not searched: no rule accepts them anyway. */
const MAX_GIVEN_UNITS = 4_000;

/** An operator's lists for one tenant. */
export interface TenantWords {
  /** Replaces `DEFAULT_RESERVED_NAMES`. */
  reserved?: readonly string[];
  /** Words that are shown as stars; refused in names. */
  mask?: readonly string[];
  /** A text with one of them is refused. */
  hold?: readonly string[];
}

/** A text as others may see it. */
export interface WordedText {
  /** The text as it was given; if it holds listed words, tidied and with stars for them. */
  readonly text: string;
  /**
   * Throws `TextNotAllowed` for a text with words that are held. Call it only when the command is new, so that a repetition gets
   * its first answer.
   */
  requireAllowed(): void;
}

/** The names and words of all tenants: what people may be called, and what they may say. The domain says what texts may hold at all. */
export class Words {
  private readonly lists = new Map<string, WordList>();
  private readonly reserved = new Map<string, ReservedNames>();
  private readonly defaultReserved = new ReservedNames(DEFAULT_RESERVED_NAMES);

  private readonly tenants: Readonly<Record<string, TenantWords>>;
  /** Of what operators listed, by tenant: the revision of the stream that was taken over. */
  private readonly revisions = new Map<string, number>();

  constructor(tenants: Readonly<Record<string, TenantWords>> = {}) {
    this.tenants = tenants;
    for (const [tenant, { reserved, ...words }] of Object.entries(tenants)) {
      this.lists.set(tenant, new WordList(words));
      if (reserved) this.reserved.set(tenant, new ReservedNames(reserved));
    }
  }

  /** The words of the setting. */
  given(tenant: string): { word: string; treatment: WordTreatment }[] {
    const { mask = [], hold = [] } = this.tenants[tenant] ?? {};
    const as = (treatment: WordTreatment) => (word: string) => ({ word, treatment });
    return [...mask.map(as('mask')), ...hold.map(as('hold'))];
  }

  /** Adds what operators have listed, in place of what they had before. The same revision again changes nothing. */
  setListed(tenant: string, listed: ReadonlyMap<string, WordTreatment>, revision: number): void {
    if (this.revisions.get(tenant) === revision) return;
    this.revisions.set(tenant, revision);
    const all = [...this.given(tenant), ...[...listed].map(([word, treatment]) => ({ word, treatment }))];
    const of = (wanted: WordTreatment) => all.filter(({ treatment }) => treatment === wanted).map(({ word }) => word);
    this.lists.set(tenant, new WordList({ mask: of('mask'), hold: of('hold') }));
  }

  /**
   * Applies the tenant's lists to a text (line, title, description). For a name that an app vouches for, use the `text` alone.
   * `field` names the parameter in the error.
   */
  worded(tenant: string, given: string, field: string): WordedText {
    const list = given.length > MAX_GIVEN_UNITS ? undefined : this.lists.get(tenant);
    if (!list) return { text: given, requireAllowed() {} };
    const tidied = tidyLines(given);
    const { shown, isHeld } = list.apply(tidied);
    return {
      text: shown === tidied ? given : shown,
      requireAllowed() {
        if (isHeld) throw new DomainError('TextNotAllowed', `${field} holds words that are not allowed`, field);
      },
    };
  }

  /** Throws `NameNotAllowed` for a name that looks like a reserved one, or holds words that are masked or held. */
  requireAllowedName(tenant: string, given: string): void {
    if (!this.isAllowedName(tenant, given)) throw new DomainError('NameNotAllowed');
  }

  /** False where `requireAllowedName` throws. */
  isAllowedName(tenant: string, given: string): boolean {
    if (given.length > MAX_GIVEN_UNITS) return true;
    const name = tidyLine(given);
    const shown = this.lists.get(tenant)?.apply(name).shown ?? name;
    const reserved = this.reserved.get(tenant) ?? this.defaultReserved;
    return shown === name && !reserved.areIn(name);
  }
}

const MEMBERS = ['reserved', 'mask', 'hold'] as const;

/**
 * Reads the words of tenants from JSON: `{ "tenants": { "heihei": { "reserved"?: […], "mask"?: […], "hold"?: […] } } }`. Every problem
 * is named, by tenant and list; no message repeats a word.
 */
export function readWords(given: string): { tenants: Record<string, TenantWords>; problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    return { tenants: {}, problems: ['SALON_WORDS is not JSON'] };
  }
  const tenants = objectOf(objectOf(parsed)?.tenants);
  if (!tenants) return { tenants: {}, problems: ['SALON_WORDS must be {"tenants": {"<tenant>": {…}}}'] };
  const problems: string[] = [];
  for (const [tenant, lists] of Object.entries(tenants)) {
    problems.push(...faultsOf(tenant, lists).map((fault) => `SALON_WORDS, ${tenant.slice(0, 32)}: ${fault}`));
  }
  return problems.length > 0
    ? { tenants: {}, problems }
    : { tenants: tenants as Record<string, TenantWords>, problems: [] };
}

function faultsOf(tenant: string, given: unknown): string[] {
  if (!TENANT.test(tenant)) return ['a tenant takes 1 to 32 lower-case letters and digits'];
  const lists = objectOf(given);
  if (!lists) return ['not an object'];
  const unknown = Object.keys(lists).filter((name) => !(MEMBERS as readonly string[]).includes(name));
  const faults = unknown.length > 0 ? [`unknown ${unknown.join(', ')}`] : [];
  for (const name of MEMBERS) {
    const list = lists[name];
    const [max, seen] = name === 'reserved' ? [MAX_RESERVED_NAMES, looksOf] : [MAX_WORDS, foldedWord];
    const isRight = (word: unknown) =>
      typeof word === 'string' && [...word].length <= MAX_WORD_CHARS && /[\p{L}\p{N}\p{S}]/u.test(seen(word));
    if (list === undefined) continue;
    if (!Array.isArray(list) || list.length > max) faults.push(`${name} takes a list of at most ${max} words`);
    else if (!list.every(isRight)) {
      faults.push(`${name}, word ${list.findIndex((word) => !isRight(word)) + 1}: 1 to ${MAX_WORD_CHARS} characters`);
    }
  }
  return faults;
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
