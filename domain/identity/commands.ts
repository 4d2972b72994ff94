/** Claims a name for a user; refused with `IdentityTaken` when another user has it. */
export type IdentityCommand = { type: 'ClaimIdentity'; kind: string; value: string; userId: number };
