import type { Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { type PayeeEvent, type PayeeVerified, payeeEventTypes } from './events.ts';
import { checkPayee } from './identity-card.ts';

/** Who is to be paid, and where; texts are '' once the person is erased. */
export type PayeeFacts = Omit<PayeeVerified['data'], 'userId'>;
export type PayeeCommand = { type: 'VerifyPayee'; userId: number } & PayeeFacts;

export interface Payee {
  /** Null until somebody was checked. */
  facts: PayeeFacts | null;
}

/**
 * heihei, 验证支付宝: by the person alone (`NotOwner`). `PayeeInvalid` for what cannot be an adult's papers. The same again is `[]`. Whether
 * somebody else has shown the same identity card is up to whoever claims its number.
 */
export function decide({ type: _, userId, ...facts }: PayeeCommand, payee: Payee, meta: { actor: number; at: number }) {
  if (meta.actor !== userId) throw new DomainError('NotOwner');
  checkPayee(facts, meta.at);
  const known = payee.facts;
  const isKnown =
    known !== null && (Object.keys(facts) as (keyof PayeeFacts)[]).every((key) => known[key] === facts[key]);
  const event: PayeeEvent = { type: 'PayeeVerified', data: { userId, ...facts } };
  return isKnown ? [] : [event];
}

export function evolve(payee: Payee, { data: { userId: _, ...facts } }: PayeeEvent): Payee {
  payee.facts = facts;
  return payee;
}

export const payeeDecider: Decider<Payee, PayeeCommand, PayeeEvent> = {
  category: 'payee',
  eventTypes: payeeEventTypes,
  initialState: () => ({ facts: null }),
  decide,
  evolve,
};
