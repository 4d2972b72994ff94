import type { Endpoint } from '../../http/endpoint.ts';
import { eraseUser } from './erase.ts';
import { exportUser } from './export.ts';
import { userInfo } from './info.ts';
import { isInLive, listActiveUser, listUserByType, usearch } from './listings.ts';
import { listBlockedUser, listFollower, listFollowing, search } from './lists.ts';
import { getSmsVerificationCode } from './phone-codes.ts';
import { blockUser, followUser, unblockUser, unfollowUser } from './relations.ts';
import { signOut } from './session.ts';
import { signInByPhone } from './sign-in.ts';
import { updateUser } from './update.ts';
import { statistic, userGold } from './wallet.ts';

/** heihei, 用户, and the caller's own account (支付). */
export const userEndpoints: readonly Endpoint[] = [
  getSmsVerificationCode,
  signInByPhone,
  signOut,
  updateUser,
  userInfo,
  followUser,
  unfollowUser,
  blockUser,
  unblockUser,
  listFollower,
  listFollowing,
  listBlockedUser,
  userGold,
  search,
  listUserByType,
  listActiveUser,
  usearch,
  isInLive,
  statistic,
  exportUser,
  eraseUser,
];
