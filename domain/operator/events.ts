import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { nameOf, namesNobody, notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import type { OperatorRole } from './roles.ts';

/**
 * `operator-salon.<operatorId>`: somebody who operates this installation, for all tenants. Who did it is in the metadata (`operator`); without one,
 * the command line did.
 */
export type OperatorAdded = DomainEvent<
  'OperatorAdded',
  { operatorId: number; name: string; passwordHash: string; role: OperatorRole }
>;
export type OperatorRoleChanged = DomainEvent<'OperatorRoleChanged', { operatorId: number; role: OperatorRole }>;
/** Ends every session. */
export type OperatorPasswordChanged = DomainEvent<
  'OperatorPasswordChanged',
  { operatorId: number; passwordHash: string }
>;
/** From now on a sign-in needs a code (RFC 6238) as well; `secret` in base32. */
export type OperatorTotpSet = DomainEvent<'OperatorTotpSet', { operatorId: number; secret: string; step: number }>;
export type OperatorTotpRemoved = DomainEvent<'OperatorTotpRemoved', { operatorId: number }>;
/** Ends every session; tokens do not hold until they are enabled again. */
export type OperatorDisabled = DomainEvent<'OperatorDisabled', { operatorId: number }>;
export type OperatorEnabled = DomainEvent<'OperatorEnabled', { operatorId: number }>;
/** A sign-in. `sessionHash` stands for the cookie; `totpStep` is the code's, which signs in once. Epoch ms. */
export type OperatorSessionOpened = DomainEvent<
  'OperatorSessionOpened',
  { operatorId: number; sessionHash: string; expiresAt: number; totpStep?: number }
>;
export type OperatorSessionClosed = DomainEvent<'OperatorSessionClosed', { operatorId: number; sessionHash: string }>;
/** A script may act as this operator, at most in `role`. `tokenHash` stands for the token. Epoch ms. */
export type OperatorTokenMade = DomainEvent<
  'OperatorTokenMade',
  { operatorId: number; tokenId: number; tokenHash: string; label: string; role: OperatorRole; expiresAt: number }
>;
export type OperatorTokenRevoked = DomainEvent<'OperatorTokenRevoked', { operatorId: number; tokenId: number }>;

/** What operators do to the machinery, which no other stream says. `target` names the view, the view and position, the job, the document, the webhook and from where, or how far. */
export interface Intervention {
  what:
    | 'rebuild-view'
    | 'park-event'
    | 'retry-job'
    | 'verify-ledger'
    | 'check-document'
    | 'advance-clock'
    | 'replay-webhook';
  target: string;
}
/** An operator was about to intervene; `operatorId` is who did. */
export type OperatorIntervened = DomainEvent<'OperatorIntervened', { operatorId: number } & Intervention>;

export type OperatorEvent =
  | OperatorAdded
  | OperatorRoleChanged
  | OperatorPasswordChanged
  | OperatorTotpSet
  | OperatorTotpRemoved
  | OperatorDisabled
  | OperatorEnabled
  | OperatorSessionOpened
  | OperatorSessionClosed
  | OperatorTokenMade
  | OperatorTokenRevoked
  | OperatorIntervened;

export const operatorEventTypes: EventTypes<OperatorEvent> = {
  OperatorAdded: true,
  OperatorRoleChanged: true,
  OperatorPasswordChanged: true,
  OperatorTotpSet: true,
  OperatorTotpRemoved: true,
  OperatorDisabled: true,
  OperatorEnabled: true,
  OperatorSessionOpened: true,
  OperatorSessionClosed: true,
  OperatorTokenMade: true,
  OperatorTokenRevoked: true,
  OperatorIntervened: true,
};

/** Names, and what could be guessed at by whoever has a copy of the log. */
export const operatorPersonal: PersonalFields<OperatorEvent> = {
  OperatorAdded: { name: nameOf('operatorId'), passwordHash: textOf('operatorId') },
  OperatorRoleChanged: namesNobody,
  OperatorPasswordChanged: { passwordHash: textOf('operatorId') },
  OperatorTotpSet: { secret: textOf('operatorId') },
  OperatorTotpRemoved: namesNobody,
  OperatorDisabled: namesNobody,
  OperatorEnabled: namesNobody,
  OperatorSessionOpened: { sessionHash: notPersonal },
  OperatorSessionClosed: { sessionHash: notPersonal },
  OperatorTokenMade: { tokenHash: notPersonal, label: notPersonal },
  OperatorTokenRevoked: namesNobody,
  OperatorIntervened: { target: notPersonal },
};
