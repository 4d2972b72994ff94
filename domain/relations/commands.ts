export type RelationsCommand =
  | { type: 'FollowUser'; targetId: number }
  | { type: 'UnfollowUser'; targetId: number }
  | { type: 'BlockUser'; targetId: number }
  | { type: 'UnblockUser'; targetId: number };
