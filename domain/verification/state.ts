import { assertNever } from '../kernel/event.ts';
import type { VerificationEvent } from './events.ts';

/** Codes and wrong tries of one phone are counted over this time. */
export const CODES_DAY_MS = 24 * 3600 * 1000;
/** Wrong tries of one address: after each code that it asked for; for a code that it did not ask for, in all. */
export const MAX_CODE_TRIES = 5;
/** Addresses remembered as those from which the phone's owner signed in; the oldest gives way. */
export const MAX_KNOWN_ADDRESSES = 8;

/** The code that can be used; one at a time, whoever asked for it. */
export interface LiveCode {
  codeId: string;
  proof: string;
  /** When it was first sent, and when it ends; epoch ms. */
  since: number;
  expiresAt: number;
  /** From where it was asked for. */
  askedFrom: Set<string>;
}

/** Addresses are told apart by tags, which the application makes: no address is in here. Events of older logs have ''. */
export interface Verification {
  /** null when none was ever sent, or it was used up. */
  code: LiveCode | null;
  /** Requests of the last `CODES_DAY_MS`, oldest first. */
  requests: { at: number; from: string }[];
  /** Wrong tries left, by address; `until` (epoch ms) is 0 for an address that did not ask for a code. */
  tries: Map<string, { left: number; until: number }>;
  /** When addresses made wrong tries that neither asked for the code nor ever signed in; of the last `CODES_DAY_MS`, oldest first. */
  strangerTries: number[];
  /** From where the phone's owner signed in, oldest first. */
  known: Set<string>;
  /** The code that is still to be sent: neither taken by the provider nor used, burned or abandoned. */
  toSend: { codeId: string; expiresAt: number } | null;
}

export function emptyVerification(): Verification {
  return { code: null, requests: [], tries: new Map(), strangerTries: [], known: new Set(), toSend: null };
}

/** Whether the phone's owner signed in from an address before. Strangers cannot change that. */
export function isKnownAddress({ known }: Readonly<Verification>, from: string): boolean {
  return known.has(from);
}

export function evolve(verification: Verification, event: VerificationEvent, meta: { at: number }): Verification {
  switch (event.type) {
    case 'CodeIssued':
      return issued(verification, event.data, meta.at);
    case 'CodeRejected': {
      const { from = '', triesLeft } = event.data;
      const { tries, known, strangerTries } = verification;
      const until = tries.get(from)?.until ?? 0;
      if (until === 0 && !known.has(from)) {
        strangerTries.push(meta.at);
        dropBefore(strangerTries, (at) => at, meta.at);
      }
      tries.set(from, { left: triesLeft, until });
      // Before addresses were told apart, the fifth wrong try was the end of the code.
      if (event.data.from === undefined && triesLeft === 0) verification.toSend = null;
      return verification;
    }
    case 'CodeAccepted': {
      const { from } = event.data;
      verification.code = null;
      verification.toSend = null;
      verification.tries.clear();
      if (from !== undefined) remember(verification.known, from);
      return verification;
    }
    case 'CodeDelivered':
    case 'CodeUndelivered':
      verification.toSend = null;
      return verification;
    default:
      return assertNever(event);
  }
}

function issued(
  verification: Verification,
  { codeId, proof, expiresAt, from = '' }: Extract<VerificationEvent, { type: 'CodeIssued' }>['data'],
  at: number,
): Verification {
  const { code, tries, requests } = verification;
  if (code?.codeId === codeId) {
    code.expiresAt = expiresAt;
    code.askedFrom.add(from);
  } else {
    verification.code = { codeId, proof, since: at, expiresAt, askedFrom: new Set([from]) };
    // Whoever asked for a code a moment ago keeps their tries: their message may name either code.
    for (const [address, { until }] of tries) if (until <= at) tries.delete(address);
  }
  tries.set(from, { left: MAX_CODE_TRIES, until: expiresAt });
  requests.push({ at, from });
  dropBefore(requests, (request) => request.at, at);
  verification.toSend = { codeId, expiresAt };
  return verification;
}

/** Drops what is a day old at `now`, from the front. */
function dropBefore<Item>(items: Item[], timeOf: (item: Item) => number, now: number): void {
  while (items.length > 0 && now - timeOf(items[0]!) >= CODES_DAY_MS) items.shift();
}

function remember(known: Set<string>, from: string): void {
  known.delete(from);
  known.add(from);
  for (const oldest of known) {
    if (known.size <= MAX_KNOWN_ADDRESSES) return;
    known.delete(oldest);
  }
}
