import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { requirePhoneSignIn } from './phone-codes.ts';
import { tryCode } from './sign-in-by-phone.ts';

/** The proof that it is the account's owner who wants it erased: a code that was sent to their phone just now. */
export interface ErasureProof {
  code: string;
  remoteAddress: string;
}

/**
 * Erases the actor, for good, at their own wish. A stolen token is not enough: a sign-in code of the actor's phone proves the wish.
 * From the answer on, the person is as if they were not there; what follows from it is done by the reactor `forget-person`.
 *
 * Throws `PhoneSignInOff` (also for people without a phone), `CodeWrong` as `signInByPhone` does.
 */
export async function eraseOwnAccount(
  core: Core,
  { appId, userId }: Actor,
  { code, remoteAddress }: ErasureProof,
  makeMeta: MakeMeta,
): Promise<Shown> {
  requirePhoneSignIn(core);
  const stream = userStream(appId, userId);
  const { phone } = (await core.commands.load(userDecider, stream)).state;
  if (phone === '') throw new DomainError('PhoneSignInOff', 'no phone to prove the wish by');
  const meta = makeMeta('erase');
  const proving = { ...meta, commandId: derivedCommandId(meta.commandId, 'prove-erasure') };
  await tryCode(core, proving, { phone, remoteAddress, code });
  const erase = { type: 'ErasePerson', reason: 'own-wish' } as const;
  const { position } = await core.commands.handle(userDecider, stream, erase, meta);
  return shown(core, position, [userCards]);
}
