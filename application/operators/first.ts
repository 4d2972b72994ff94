import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/kernel/errors.ts';
import { SALON_NAMESPACE, uuidV5 } from '../../domain/kernel/ids.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { oncePer } from '../once-per.ts';
import { operatorIdOf } from './credentials.ts';
import { loadOperator } from './operator.ts';
import { type OperatorSession, openSession, takeTry } from './sign-in.ts';
import { addOperator, hasOperators } from './staff.ts';

/** Who operates in dev mode, where its key signs in. */
const DEV_OPERATOR = 'dev';
/** Adds them. */
const DEV_COMMAND = uuidV5(SALON_NAMESPACE, 'operator dev');

/** The key by which the first operator of an installation adds themselves: of this process, drawn at its start, good once. */
const firstKeyOf = oncePer((_core: Core) => ({ key: randomBytes(24).toString('base64url'), isUsed: false }));

/** What a start prints where nobody operates the installation yet; null where somebody does. */
export async function firstOperatorKey(core: Core): Promise<string | null> {
  const { key, isUsed } = firstKeyOf(core);
  return isUsed || (await hasOperators(core)) ? null : key;
}

/**
 * Adds the first operator, an admin, for whoever has the key that the start printed, and signs them in. Throws `PasswordWrong` for another key, and once
 * somebody operates; `InvalidInput` for a name or password that is none; `TooOften`.
 */
export async function addFirstOperator(
  core: Core,
  { key, name, password, remoteAddress }: { key: string; name: string; password: string; remoteAddress: string },
  makeMeta: MakeMeta,
): Promise<OperatorSession> {
  const giveBack = await takeTry(core, 'first operator', remoteAddress);
  const first = firstKeyOf(core);
  if (!isSame(key, first.key) || first.isUsed || (await hasOperators(core))) throw new DomainError('PasswordWrong');
  giveBack();
  // Of two at the same time one is the first.
  if (first.isUsed) throw new DomainError('PasswordWrong');
  first.isUsed = true;
  try {
    const { operatorId } = await addOperator(core, { name, password, role: 'admin' }, makeMeta);
    return await openSession(core, await loadOperator(core, operatorId), undefined, makeMeta);
  } catch (error) {
    first.isUsed = false;
    throw error;
  }
}

/** Signs in whoever has the key of dev mode, as an admin `dev`. Throws `PasswordWrong` for another key and outside dev mode. */
export async function signInForDev(core: Core, key: string, makeMeta: MakeMeta): Promise<OperatorSession> {
  const { dev, devKey } = core.settings;
  if (!dev || devKey === '' || !isSame(key, devKey)) throw new DomainError('PasswordWrong');
  const operatorId = operatorIdOf(DEV_OPERATOR);
  if ((await loadOperator(core, operatorId)).operatorId === 0) {
    const password = randomBytes(24).toString('base64url');
    // The same command whoever sends it first.
    const once: MakeMeta = (purpose) => ({ ...makeMeta(purpose), commandId: DEV_COMMAND, keyed: true });
    await addOperator(core, { name: DEV_OPERATOR, password, role: 'admin' }, once);
  }
  return openSession(core, await loadOperator(core, operatorId), undefined, makeMeta);
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
