import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/**
 * `credential-salon.<credentialId>`: the secrets by which the server of one app proves itself, since an operator first changed them. The versions count
 * up from 1; 0 is what the settings give.
 */
export type SecretRotated = DomainEvent<
  'SecretRotated',
  {
    credentialId: number;
    tenant: string;
    dialect: string;
    /** The app's id in its dialect. */
    app: string;
    version: number;
    secret: string;
    /** Stands for the secret in the settings at that time. With another one there, the settings count again. */
    settingHash: string;
    /** Epoch ms until which the secret before this one holds as well. */
    formerUntil: number;
  }
>;
/** Only the newest secret holds from now on. */
export type FormerSecretsEnded = DomainEvent<'FormerSecretsEnded', { credentialId: number }>;
/** A server proved itself by this secret; written once in a while. */
export type SecretUsed = DomainEvent<'SecretUsed', { credentialId: number; version: number }>;

export type CredentialEvent = SecretRotated | FormerSecretsEnded | SecretUsed;

export const credentialEventTypes: EventTypes<CredentialEvent> = {
  SecretRotated: true,
  FormerSecretsEnded: true,
  SecretUsed: true,
};

/** The secret is sealed under a key of its own: a copy of the log proves nothing to anybody. */
export const credentialPersonal: PersonalFields<CredentialEvent> = {
  SecretRotated: {
    tenant: notPersonal,
    dialect: notPersonal,
    app: notPersonal,
    secret: textOf('credentialId'),
    settingHash: notPersonal,
  },
  FormerSecretsEnded: namesNobody,
  SecretUsed: namesNobody,
};
