import type { WebhookEvent } from '../../projections/webhook-messages.ts';

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
