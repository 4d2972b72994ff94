/** Claims a name for a user, unless somebody has it: the state says whose it is then. */
export type IdentityCommand = { type: 'ClaimIdentity'; kind: string; value: string; userId: number };
