import { randomUUID } from 'node:crypto';
import { type TString, Type } from '@sinclair/typebox';
import { personByUid } from '../../application/accounts/named-person.ts';
import type { MakeMeta } from '../../application/commands.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { AppCall } from '../http/endpoint.ts';
import { MAX_UID_CHARS, UID } from './apps.ts';

/** Longest operationID, in characters: clients send a UUID, a time, or a word. */
const MAX_OPERATION_ID_CHARS = 256;

export const Uid: TString = Type.String({
  pattern: UID.source,
  maxLength: MAX_UID_CHARS,
  description: "The app's own id of a user.",
});
/** Somebody who is named: who has no uid is named by anything, and unknown. */
export const NamedUid = Type.String({ maxLength: MAX_UID_CHARS });
export const OperationId = Type.String({ minLength: 1, maxLength: MAX_OPERATION_ID_CHARS });

/** Throws `SystemOnly` unless a manager of the app calls. */
export function requireManager({ caller }: Pick<AppCall<unknown>, 'caller'>): void {
  if (caller !== null) throw new DomainError('SystemOnly');
}

/** The person of an app with a uid. Throws `UserNotFound`. */
export async function knownPerson({ core, app }: Pick<AppCall<unknown>, 'core' | 'app'>, uid: string): Promise<number> {
  const userId = await personByUid(core, app.tenant, uid);
  if (userId === null) throw new DomainError('UserNotFound');
  return userId;
}

/** Metadata for commands that may be repeated at will: what is there already changes nothing, and a later call counts anew. */
export function unkeyed({ meta }: Pick<AppCall<unknown>, 'meta'>): MakeMeta {
  return (purpose) => ({ ...meta(purpose), commandId: randomUUID(), keyed: false });
}
