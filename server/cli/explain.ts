import { type Config, ConfigError } from '../../config.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { DamagedLogError, StoreUnavailableError } from '../../event-store/event-store.ts';
import { StoreOpenError } from '../../event-store/store-open-error.ts';
import { DamagedReadModelsError } from '../../projections/read-models.ts';
import { SecretsFileError } from '../settings/secrets-file.ts';
import { CommandFailed, UsageError } from './command.ts';

/** Errors whose messages are sentences for an operator. */
const FOR_OPERATORS = [
  DomainError,
  UsageError,
  CommandFailed,
  ConfigError,
  SecretsFileError,
  StoreOpenError,
  DamagedLogError,
  StoreUnavailableError,
  DamagedReadModelsError,
  RangeError,
];

/** Explains an operator's mistake or trouble of the machine in one sentence (several for a configuration); null for a bug. */
export function explain(error: unknown, config: Config | null): string | null {
  if (FOR_OPERATORS.some((kind) => error instanceof kind)) return (error as Error).message;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'EADDRINUSE')
    return `Port ${config?.port} of ${config?.host} is in use: stop what uses it, or set PORT to another one.`;
  if (code === 'EACCES') return `Port ${config?.port} may not be used by this user: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST=${config?.host} is no address of this machine: set HOST to one.`;
  return null;
}
