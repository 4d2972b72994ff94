/** Proofs are keyed hashes of the code, made at the edge: the domain compares them and never sees a code. */
export type VerificationCommand =
  | { type: 'IssueCode'; phone: string; proof: string }
  | { type: 'TryCode'; phone: string; proof: string };
