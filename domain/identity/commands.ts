export type IdentityCommand =
  /** Claims a name for a user, unless somebody has it: the state says whose it is then. */
  | { type: 'ClaimIdentity'; kind: string; value: string; userId: number }
  /** Gives the name back, if it is this user's: anybody may claim it then. */
  | { type: 'ReleaseIdentity'; kind: string; value: string; userId: number };
