import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { type CredentialEvent, credentialEventTypes, type SecretRotated } from './events.ts';
import { MAX_FORMER_SECRET_MS, MAX_FORMER_SECRETS, NEVER, USE_NOTED_EVERY_MS } from './limits.ts';

export type CredentialCommand =
  | ({ type: 'RotateSecret' } & Omit<SecretRotated['data'], 'version'>)
  | { type: 'EndFormerSecrets' }
  | { type: 'NoteSecretUse'; version: number };

/** A secret of an app. */
export interface Secret {
  /** 0: the one in the settings. */
  version: number;
  /** '' for version 0: the settings have it. */
  secret: string;
  /** Epoch ms until which it holds; `NEVER` ends the newest. */
  until: number;
  /** Epoch ms, not finer than `USE_NOTED_EVERY_MS`; 0: not since it was rotated. */
  lastUsedAt: number;
}

export interface Credential {
  /** 0: no operator has changed it. */
  credentialId: number;
  settingHash: string;
  /** The newest last; without those that were over when the last one came. */
  secrets: Secret[];
}

/**
 * The secrets of one app's server. For the system alone: `SystemOnly`. `InvalidInput` for a time that is past or too far; `TokensTooMany` while
 * `MAX_FORMER_SECRETS` earlier ones hold. A use that was noted a short while ago changes nothing.
 */
export function decide(
  command: CredentialCommand,
  credential: Credential,
  { actor, at }: Pick<CommandMeta, 'actor' | 'at'>,
): CredentialEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  const { credentialId, secrets } = credential;
  switch (command.type) {
    case 'RotateSecret': {
      const { type: _, ...rotated } = command;
      const { formerUntil } = rotated;
      if (!Number.isSafeInteger(formerUntil) || formerUntil < at || formerUntil > at + MAX_FORMER_SECRET_MS)
        throw new DomainError('InvalidInput', 'no time that an earlier secret may hold', 'formerUntil');
      // The newest is about to become an earlier one.
      if (secrets.filter(({ until }) => until > at).length > MAX_FORMER_SECRETS)
        throw new DomainError('TokensTooMany', 'end the earlier secrets first');
      const version = (secrets.at(-1)?.version ?? 0) + 1;
      return [{ type: 'SecretRotated', data: { ...rotated, version } }];
    }
    case 'EndFormerSecrets': {
      const hasFormer = secrets.slice(0, -1).some(({ until }) => until > at);
      return hasFormer ? [{ type: 'FormerSecretsEnded', data: { credentialId } }] : [];
    }
    case 'NoteSecretUse': {
      const { version } = command;
      const used = secrets.find((one) => one.version === version);
      if (!used || at - used.lastUsedAt < USE_NOTED_EVERY_MS) return [];
      return [{ type: 'SecretUsed', data: { credentialId, version }, ignorable: true }];
    }
    default:
      return assertNever(command);
  }
}

export function evolve(credential: Credential, event: CredentialEvent, { at }: { at: number }): Credential {
  switch (event.type) {
    case 'SecretRotated': {
      const { credentialId, settingHash, version, secret, formerUntil } = event.data;
      // With another secret in the settings, that one is what comes before.
      const isSameSetting = settingHash === credential.settingHash;
      const before = isSameSetting ? credential.secrets : [ofSettings()];
      const former = before
        .map((one) => (one.until === NEVER ? { ...one, until: formerUntil } : one))
        .filter(({ until }) => until > at);
      const newest = { version, secret, until: NEVER, lastUsedAt: 0 };
      return Object.assign(credential, { credentialId, settingHash, secrets: [...former, newest] });
    }
    case 'FormerSecretsEnded':
      credential.secrets = credential.secrets.slice(-1);
      return credential;
    case 'SecretUsed': {
      const used = credential.secrets.find(({ version }) => version === event.data.version);
      if (used) used.lastUsedAt = at;
      return credential;
    }
    default:
      return assertNever(event);
  }
}

function ofSettings(): Secret {
  return { version: 0, secret: '', until: NEVER, lastUsedAt: 0 };
}

export const credentialDecider: Decider<Credential, CredentialCommand, CredentialEvent> = {
  category: 'credential',
  eventTypes: credentialEventTypes,
  initialState: () => ({ credentialId: 0, settingHash: '', secrets: [] }),
  decide,
  evolve,
};
