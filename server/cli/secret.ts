import { type Config, ConfigError } from '../../config.ts';
import { readSecrets } from '../settings/secrets-file.ts';

/** The secret that other keys follow from: given, or kept since the first start. Throws `ConfigError` while there is none. */
export function secretOf(config: Config): string {
  const secret = config.secret ?? readSecrets(config.dataDir)?.salon;
  if (secret !== undefined) return secret;
  throw new ConfigError([
    'There is no secret yet that the key follows from: start the server once, or set SALON_SECRET',
  ]);
}
