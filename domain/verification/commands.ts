/**
 * Proofs are keyed hashes of the code, made at the edge: the domain compares them and never sees a code.
 * A code is named by the id of the command that issued it (`codeId`). `from` is the tag of the address that asks or tries: a keyed
 * hash that names an address only to whoever has the secret.
 */
export type VerificationCommand =
  | { type: 'IssueCode'; phone: string; proof: string; from: string }
  | { type: 'TryCode'; phone: string; proof: string; from: string }
  /** The provider took the message; nothing happens when the code is no longer waiting for that. */
  | { type: 'ConfirmDelivery'; phone: string; codeId: string }
  /** Nobody took the message in time; nothing happens before the code has expired. */
  | { type: 'AbandonDelivery'; phone: string; codeId: string }
  /** The phone's owner is erased: a message that no provider took yet is not sent. `codeId`: the message of this code alone. */
  | { type: 'CancelDelivery'; phone: string; codeId?: string };
