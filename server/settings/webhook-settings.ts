import { TENANT } from '../../application/apps.ts';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../projections/webhook-messages.ts';
import type { Hook } from '../../workers/webhooks/hooks.ts';
import { objectOf } from './json-fields.ts';

const NAME = /^[a-z0-9-]{1,32}$/;
/** Each follows the log by itself. */
const MAX_HOOKS = 32;
const MIN_SECRET_CHARS = 16;

/**
 * Reads `WEBHOOKS`: `{ "<name>": { "tenant", "url", "secret", "events": […], "private"? } }`. Every problem is named by its hook, and repeats no value.
 */
export function readWebhooks(given: string): { hooks: Hook[]; problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    // A parser's message quotes what it read, which may be a secret.
    return { hooks: [], problems: ['WEBHOOKS is not JSON'] };
  }
  const all = objectOf(parsed);
  if (!all) return { hooks: [], problems: ['WEBHOOKS must be an object: a hook by its name'] };
  const entries = Object.entries(all);
  const problems = entries.flatMap(([name, value]) =>
    faultsOf(name, value).map((fault) => `WEBHOOKS, ${name}: ${fault}`),
  );
  if (entries.length > MAX_HOOKS) problems.push(`WEBHOOKS has more than ${MAX_HOOKS} hooks`);
  if (problems.length > 0) return { hooks: [], problems };
  return {
    hooks: entries.map(([name, value]) => ({
      ...(value as Hook),
      private: (value as Partial<Hook>).private ?? false,
      name,
    })),
    problems,
  };
}

function faultsOf(name: string, value: unknown): string[] {
  const hook = objectOf(value);
  if (!hook) return ['not an object'];
  const { tenant, url, secret, events, private: isPrivate = false, ...rest } = hook;
  const faults = Object.keys(rest).map((field) => `unknown ${field}`);
  if (!NAME.test(name)) faults.push('its name takes 1 to 32 lower-case letters, digits and dashes');
  if (typeof tenant !== 'string' || !TENANT.test(tenant))
    faults.push('tenant takes 1 to 32 lower-case letters and digits');
  if (typeof isPrivate !== 'boolean') faults.push('private must be true or false');
  if (!isHookUrl(url, isPrivate === true))
    faults.push('url must be an https address without user and fragment; also http where private is true');
  if (typeof secret !== 'string' || secret.length < MIN_SECRET_CHARS)
    faults.push(`secret is missing or too short: at least ${MIN_SECRET_CHARS} characters`);
  const isList = Array.isArray(events) && events.length > 0;
  if (!isList || !events.every((event) => WEBHOOK_EVENTS.includes(event as WebhookEvent)))
    faults.push(`events must be a list of ${WEBHOOK_EVENTS.join(', ')}`);
  return faults;
}

function isHookUrl(value: unknown, isPrivate: boolean): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password, hash } = new URL(value);
  const isPlain = username === '' && password === '' && hash === '';
  return isPlain && (protocol === 'https:' || (isPrivate && protocol === 'http:'));
}
