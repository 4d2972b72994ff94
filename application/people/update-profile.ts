import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { isSameLine } from '../../domain/kernel/text.ts';
import { userStream, walletStream } from '../../domain/streams.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { renameToPay, userDecider } from '../../domain/user/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import { handleUnless, type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { claimFile } from '../files/claims.ts';

/** A person's changes to their own profile; optional fields that are absent stay. */
export type ProfileChange = Omit<Extract<UserCommand, { type: 'UpdateProfile' }>, 'type' | 'paymentId' | 'coverUrl'> & {
  /** Of an uploaded picture (module `avatar`). */
  sign?: string;
};

/** Texts besides the name that others can read. */
const TEXTS = ['address', 'description'] as const;

/**
 * Updates the actor's own profile. The first call completes the registration; later the first change of name is free, and each
 * further one costs `RENAME_PRICE_GOLD`. A name is paid for once, however often the request is sent, and each payment renames once;
 * after a crash behind the payment `apply-rename` completes it. All other errors are thrown before anything is paid.
 *
 * Throws `NameNotAllowed`, `NameTooLong`, `Underage`, `InvalidInput` and `TextNotAllowed` (naming the field), `UserBanned`; for a
 * paid rename `WalletFrozen` and `InsufficientGold`; `FileInvalid` for a picture; `IdempotencyConflict`. A picture is claimed first: when the
 * rest is refused, the same `sign` may be sent again.
 */
export async function updateProfile(
  core: Core,
  actor: Actor,
  change: ProfileChange,
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { commands } = core;
  const stream = userStream(actor.appId, actor.userId);
  const meta = withInput(makeMeta('update'), change);
  const { words } = core.settings;
  const texts = TEXTS.flatMap((field) => {
    const given = change[field];
    return given === undefined ? [] : [{ field, ...words.worded(actor.appId, given, field) }];
  });
  const shownTexts = Object.fromEntries(texts.map(({ field, text }) => [field, text]));
  const { sign, ...profile } = change;
  const picture = sign === undefined ? {} : { coverUrl: await claimedPicture(core, actor, sign, meta) };
  const update = { type: 'UpdateProfile', ...profile, ...shownTexts, ...picture } as const;
  const { handled, obstacle } = await handleUnless(commands, userDecider, stream, update, meta, (user) => {
    const displayName = renameToPay(update, user, meta);
    // A person keeps the name that they have, even if the lists forbid it by now.
    if (!isSameLine(change.displayName, user.displayName)) words.requireAllowedName(actor.appId, change.displayName);
    for (const text of texts) text.requireAllowed();
    return displayName === null ? null : { displayName, renameCount: user.renameCount };
  });
  if (handled) return shown(core, handled.position, [userCards]);
  const paymentId = await payForRename(core, actor, obstacle, makeMeta);
  const { position } = await commands.handle(userDecider, stream, { ...update, paymentId }, meta);
  return shown(core, position, [userCards]);
}

async function claimedPicture(core: Core, actor: Actor, sign: string, meta: CommandMeta): Promise<string> {
  return (await claimFile(core, actor, { sign, module: 'avatar', purpose: 'avatar' }, meta)).path;
}

/**
 * Pays for a rename; returns the payment's id. Its key holds the count of renames so far: the same wish, sent twice or by two taps
 * at once, is paid once.
 */
async function payForRename(
  { commands }: Core,
  { appId, userId }: Actor,
  { displayName, renameCount }: { displayName: string; renameCount: number },
  makeMeta: MakeMeta,
): Promise<string | undefined> {
  const buy = { type: 'BuyRename', displayName } as const;
  const meta = makeMeta('rename', `${renameCount}:${displayName}`);
  const { events } = await commands.handle(walletDecider, walletStream(appId, userId), buy, meta);
  return events.at(-1)?.id;
}
