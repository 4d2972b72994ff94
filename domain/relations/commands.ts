export type RelationsCommand =
  | { type: 'FollowUser'; targetId: number }
  | { type: 'UnfollowUser'; targetId: number }
  | { type: 'BlockUser'; targetId: number }
  | { type: 'UnblockUser'; targetId: number };

/** About friends, on the stream of one of the two. */
export type FriendCommand =
  /** The actor asks `targetId` to be friends. */
  | { type: 'RequestFriend'; targetId: number; text: string }
  /** By the system alone, on the stream of `userId`, who asked: what `targetId` answered. */
  | { type: 'AnswerFriendRequest'; userId: number; targetId: number; isAccepted: boolean }
  /** By the system alone: an app's server makes friends of `userId` and `targetId`; nobody was asked. */
  | { type: 'AddFriend'; userId: number; targetId: number }
  | { type: 'RemoveFriend'; targetId: number }
  /** By the system alone: does on the stream of `userId` what was done on that of `targetId`. */
  | { type: 'MirrorFriend'; userId: number; targetId: number; isFriend: boolean };
