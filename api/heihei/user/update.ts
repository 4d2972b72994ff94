import { Type } from '@sinclair/typebox';
import { handleUnless, shown, withInput } from '../../../application/commands.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import type { UserCommand } from '../../../domain/user/commands.ts';
import {
  MAX_ADDRESS_CHARS,
  MAX_DESCRIPTION_CHARS,
  MAX_LATLNG_CHARS,
  renameToPay,
  userDecider,
} from '../../../domain/user/decider.ts';
import type { UserEvent } from '../../../domain/user/events.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import type { Handled } from '../../../event-store/command-handler.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';

/** Names are judged by the domain (445, 447); this only keeps absurd ones out. */
const MAX_GIVEN_NAME_CHARS = 200;

type Update = Omit<Extract<UserCommand, { type: 'UpdateProfile' }>, 'type' | 'paymentId'>;

/**
 * heihei, 更新用户信息. The first call completes the registration; of later ones the first change of name is free, each further
 * one costs gold (740). A name is paid for once, however often the request is sent, and each payment renames once; a crash after
 * the payment still renames.
 */
export const updateUser = endpoint({
  path: '/api/user/update',
  module: 'user',
  name: 'updateUser',
  auth: 'user',
  params: Type.Object({
    displayName: Type.String({ maxLength: MAX_GIVEN_NAME_CHARS }),
    gender: Type.Union([Type.Literal('Male'), Type.Literal('Female'), Type.Literal('Unspecified')]),
    birthDay: Type.String({ minLength: 1, maxLength: 10 }),
    address: Type.Optional(Type.String({ maxLength: MAX_ADDRESS_CHARS })),
    latlng: Type.Optional(Type.String({ maxLength: MAX_LATLNG_CHARS })),
    description: Type.Optional(Type.String({ maxLength: MAX_DESCRIPTION_CHARS })),
  }),
  errors: ['NameNotAllowed', 'NameTooLong', 'Underage', 'WalletFrozen', 'InsufficientGold'],
  async handle(call) {
    const { core, caller, params } = call;
    const { position } = await updateProfile(call, params);
    return { userId: caller.userId, ...(await shown(core, position, [userCards])) };
  },
});

async function updateProfile(call: UserCall<Update>, params: Update): Promise<Handled<UserEvent, unknown>> {
  const { commands } = call.core;
  const { appId, userId } = call.caller;
  const stream = streamName(userDecider.category, appId, userId);
  const meta = withInput(call.meta('update'), params);
  const update = { type: 'UpdateProfile', ...params } as const;
  const { handled, obstacle } = await handleUnless(commands, userDecider, stream, update, meta, (user) => {
    const displayName = renameToPay(update, user, meta);
    return displayName === null ? null : { displayName, renameCount: user.renameCount };
  });
  if (handled) return handled;
  const paymentId = await payForRename(call, obstacle.displayName, obstacle.renameCount);
  return commands.handle(userDecider, stream, { ...update, paymentId }, meta);
}

/**
 * The payment's id. The count of renames so far makes each payment its own: the same wish, sent twice or by two taps at once,
 * is paid once.
 */
async function payForRename({ core, caller, meta }: UserCall<Update>, displayName: string, renameCount: number) {
  const stream = streamName(walletDecider.category, caller.appId, caller.userId);
  const command = { type: 'BuyRename', displayName } as const;
  const key = `${renameCount}:${displayName}`;
  const { events } = await core.commands.handle(walletDecider, stream, command, meta('rename', key));
  return events.at(-1)?.id;
}
