import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { type PersonalFields, textOf } from '../kernel/personal.ts';

/** `payee-<app>.<user id>`: where somebody is paid, and who they are by their own word, which was checked. The last one counts. */
export type PayeeVerified = DomainEvent<
  'PayeeVerified',
  {
    userId: number;
    /** The account at Alipay. */
    account: string;
    name: string;
    /** A number of an identity card of China (GB 11643), 18 characters. */
    idCard: string;
    phone: string;
  }
>;
export type PayeeEvent = PayeeVerified;

export const payeeEventTypes: EventTypes<PayeeEvent> = { PayeeVerified: true };

export const payeePersonal: PersonalFields<PayeeEvent> = {
  PayeeVerified: {
    account: textOf('userId'),
    name: textOf('userId'),
    idCard: textOf('userId'),
    phone: textOf('userId'),
  },
};
