import type { ReactorGroup } from '../reactor.ts';
import { carryOutApproval } from './approvals.ts';
import { breakChat, freeLine, openChat, partPeople } from './chats.ts';
import { forgetDevices } from './devices.ts';
import { emptyGroup, mirrorFriend, removeErased } from './groups.ts';
import { grantOrder, takeBackGold } from './orders.ts';
import { creditAuthor, creditHost, creditPartner, showChatGift, showPurchase } from './purchases.ts';
import { requestPush } from './push.ts';
import { applyRename } from './renames.ts';
import { clearBanned, removeBlocked, settleConference, unfollowBlocker } from './rooms.ts';
import { openWithdrawal, payOutPoints, releasePoints } from './withdrawals.ts';

/** Every reactor, in groups: a slow one holds up only its own group. Reactors that wait for read models are never in `money`. */
export const reactorGroups: readonly ReactorGroup[] = [
  {
    name: 'money',
    reactors: [
      ...[creditHost, creditPartner, creditAuthor, applyRename, grantOrder, takeBackGold, carryOutApproval],
      ...[openWithdrawal, releasePoints, payOutPoints],
    ],
  },
  { name: 'messages', reactors: [showPurchase, showChatGift] },
  { name: 'rooms', reactors: [settleConference, unfollowBlocker] },
  { name: 'chats', reactors: [openChat, breakChat, freeLine, partPeople] },
  // They wait for the read models.
  { name: 'removals', reactors: [removeBlocked, clearBanned] },
  { name: 'devices', reactors: [forgetDevices] },
  // They wait for read models, or for one large group.
  { name: 'groups', reactors: [emptyGroup, removeErased, mirrorFriend] },
  // It waits for the read models.
  { name: 'push', reactors: [requestPush] },
];

export const allReactors = reactorGroups.flatMap(({ reactors }) => reactors);
