/** What a customer's back end can be told of. `WEBHOOK_EVENTS` and docs/webhooks.md list them. */
export const WEBHOOK_EVENTS = [
  'gift',
  'room-started',
  'room-ended',
  'joined',
  'left',
  'message',
  'payment',
  'payment-refunded',
  'report',
  'person-registered',
  'person-banned',
  'person-erased',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Where events of a tenant go. */
export interface Hook {
  /** Lower-case letters, digits and dashes; how far it has come is kept by it, so another name begins anew. */
  name: string;
  tenant: string;
  url: string;
  /** Signs every delivery. Never logged. */
  secret: string;
  events: readonly WebhookEvent[];
  /** Whether the address may be one of a private network, and plain http. */
  private: boolean;
}
