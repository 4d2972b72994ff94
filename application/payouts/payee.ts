import { DomainError } from '../../domain/kernel/errors.ts';
import { type PayeeFacts, payeeDecider } from '../../domain/payee/decider.ts';
import { checkPayee } from '../../domain/payee/identity-card.ts';
import { payeeStream } from '../../domain/streams.ts';
import { identityOf, ownerOf, ownerOrOwn, release } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { countsOf } from '../counts-of.ts';

/** The kind of name under which a number of an identity card is claimed. */
const ID_CARD = 'idcard';
const DAY_MS = 24 * 3600_000;
/** Papers that one person may show in a day: who tries numbers of others finds none. */
const MAX_TRIES_PER_DAY = 5;

/** Where a person is paid, and who they are; null until they have shown it, and once they are erased. */
export async function payeeOf(
  { commands }: Pick<Core, 'commands'>,
  { appId, userId }: Actor,
): Promise<Readonly<PayeeFacts> | null> {
  const { facts } = (await commands.load(payeeDecider, payeeStream(appId, userId))).state;
  return facts?.account ? facts : null;
}

/**
 * Binds the account that a person is paid to, with the papers of whom it belongs to (heihei, 验证支付宝). What is masked (`maskId`) as it was
 * shown stays as it is. An identity card is one person's: another's is refused until they give it up. The same again changes nothing.
 *
 * Throws `PayeeInvalid` for papers that cannot be an adult's, for another person's, and past `MAX_TRIES_PER_DAY` in a day; `IdempotencyConflict`.
 */
export async function verifyPayee(core: Core, actor: Actor, given: PayeeFacts, makeMeta: MakeMeta): Promise<void> {
  const { appId, userId } = actor;
  const command = withInput(makeMeta('verify-payee'), given);
  const known = await payeeOf(core, actor);
  const idCard = given.idCard.trim().toUpperCase();
  const facts: PayeeFacts = {
    account: given.account.trim(),
    name: given.name.trim().normalize('NFC'),
    idCard: known && idCard === maskId(known.idCard) ? known.idCard : idCard,
    phone: known && given.phone.trim() === maskId(known.phone) ? known.phone : given.phone.trim(),
  };
  const tries = [{ key: `payee ${appId}.${userId}`, most: MAX_TRIES_PER_DAY }];
  if (!(await countsOf(core).take(tries, DAY_MS))) throw new DomainError('PayeeInvalid');
  // Nobody's number is claimed for what is refused then.
  checkPayee(facts, command.at);
  const identity = identityOf(core, appId, ID_CARD, facts.idCard);
  if ((await ownerOrOwn(core, command, identity, userId)) !== userId) throw new DomainError('PayeeInvalid');
  const verify = { type: 'VerifyPayee', userId, ...facts } as const;
  await core.commands.handle(payeeDecider, payeeStream(appId, userId), verify, command);
  if (known && known.idCard !== facts.idCard) await giveUp(core, actor, known.idCard, command);
}

/** Whoever shows other papers gives up the number of those before; unless another call has shown them again since. */
async function giveUp(core: Core, actor: Actor, idCard: string, command: ReturnType<MakeMeta>): Promise<void> {
  const now = await payeeOf(core, actor);
  if (now?.idCard === idCard) return;
  const identity = identityOf(core, actor.appId, ID_CARD, idCard);
  if ((await ownerOf(core, identity)) === actor.userId) await release(core, command, identity, actor.userId);
}

/** Characters that stay readable at either end. */
const SHOWN = 3;

/** A number as its owner is shown it: the middle in stars. */
export function maskId(number: string): string {
  const hidden = Math.max(0, number.length - 2 * SHOWN - 1);
  return number.slice(0, SHOWN) + '*'.repeat(hidden) + number.slice(SHOWN + hidden);
}

/** A name as operators are shown it: the first character, and stars. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name;
  return first + '*'.repeat(rest.length);
}
