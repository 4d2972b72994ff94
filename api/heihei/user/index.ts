import type { Endpoint } from '../../http/endpoint.ts';
import { bindPhone } from './bind-phone.ts';
import { eraseUser } from './erase.ts';
import { exportUser } from './export.ts';
import { userInfo } from './info.ts';
import { isInLive, listActiveUser, listUserByType } from './listings.ts';
import { listBlockedUser, listFollower, listFollowing } from './lists.ts';
import { getSmsVerificationCode, registerPhone } from './phone-codes.ts';
import { blockUser, followUser, unblockUser, unfollowUser } from './relations.ts';
import { search, usearch } from './search.ts';
import { signOut } from './session.ts';
import { signInByPhone, verifyPhone } from './sign-in.ts';
import { signInByOther } from './third-parties.ts';
import { updateUser } from './update.ts';
import { statistic, userGold } from './wallet.ts';

/** heihei, 用户, and the caller's own account (支付). */
export const userEndpoints: readonly Endpoint[] = [
  getSmsVerificationCode,
  registerPhone,
  signInByPhone,
  verifyPhone,
  signInByOther,
  bindPhone,
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
