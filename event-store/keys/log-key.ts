import { createHmac } from 'node:crypto';
import { SALON_NAMESPACE, streamName, uuidV5 } from '../../domain/kernel/ids.ts';
import { logKeyDecider } from '../../domain/logkey/decider.ts';
import { createCommandHandler } from '../command-handler.ts';
import { type EventStore, START } from '../event-store.ts';
import { StoreOpenError } from '../store-open-error.ts';
import type { Subject } from './key-store.ts';
import type { Keyring } from './keyring.ts';

/** The subject of the log's own key. */
const APP = 'salon';
const SUBJECT: Subject = 'log';
const PROVEN = 'this is the key of the log';
/** 128 bits of a hash: 22 characters. */
const HASH_CHARS = 22;
/** 60 bits: there are few deployments. */
const LOG_NAME_CHARS = 10;

/**
 * The key that belongs to one log for ever: hashed with it, outside names (a phone, a number, an app's own id) can stand in names of streams and
 * ids of documents and jobs. Whoever has the log alone can neither read nor guess them.
 */
export class LogKey {
  private readonly secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.secret = secret;
  }

  /** What stands for an outside name of a kind (`phone`, `heiNum`, `uid` …) of an app. */
  hashOf(appId: string, kind: string, value: string | number): string {
    return this.digest(JSON.stringify([appId, kind, String(value)]));
  }

  /** What stands for a command's input, as JSON, where only its repetition must be told from another's. */
  hashOfInput(input: string): string {
    return this.digest(`input ${input}`);
  }

  /** Names the log for ever, and in places outside it: two deployments on one Redis are told apart by it. */
  logName(): string {
    return this.digest('the name of the log').slice(0, LOG_NAME_CHARS);
  }

  /** What shows that this is the key, and not what it is. */
  proof(): string {
    return this.digest(PROVEN);
  }

  private digest(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url').slice(0, HASH_CHARS);
  }
}

/**
 * The key of a log: made and named in it at the first start, and found by that name ever after. Rejects with `StoreOpenError` when the
 * key store does not belong to the log: another key would make strangers of everybody in it.
 */
export async function openLogKey(log: EventStore, keyring: Keyring, now: () => number = Date.now): Promise<LogKey> {
  const commands = createCommandHandler(log);
  const stream = streamName(logKeyDecider.category, APP, 'current');
  const load = async () => (await commands.load(logKeyDecider, stream)).state.named;
  let named = await load();
  if (!named && (await log.head()) === START) {
    const made = (await keyring.keysOf(APP, [SUBJECT])).get(SUBJECT)!;
    if (!made.secret) throw notItsKeys();
    const command = { type: 'NameLogKey', keyId: made.id, proof: new LogKey(made.secret).proof() } as const;
    const meta = { appId: APP, actor: 0, at: now(), commandId: uuidV5(SALON_NAMESPACE, `log key ${made.id}`) };
    // Of several processes that start at the same time, the first names it.
    ({ named } = (await commands.handle(logKeyDecider, stream, command, meta)).state);
  }
  // Another process has named it since it was looked for.
  named ??= await createCommandHandler(log)
    .load(logKeyDecider, stream)
    .then(({ state }) => state.named);
  if (!named) {
    throw new StoreOpenError(
      'foreign-keys',
      'This log was written by a release that did not seal what it says about people: begin with an empty log.',
    );
  }
  const secret = (await keyring.keysById([named.keyId])).get(named.keyId)?.secret;
  const key = secret && new LogKey(secret);
  if (!key || key.proof() !== named.proof) throw notItsKeys();
  return key;
}

/** Whether a log is the one that this key belongs to. Rejects while the log does not answer. */
export async function isLogOf(log: EventStore, key: LogKey): Promise<boolean> {
  const stream = streamName(logKeyDecider.category, APP, 'current');
  const { state } = await createCommandHandler(log).load(logKeyDecider, stream);
  return state.named?.proof === key.proof();
}

function notItsKeys(): StoreOpenError {
  return new StoreOpenError(
    'foreign-keys',
    "The key store is not this log's: without its keys nobody in the log can be read or found. Put back the keys that belong to it (people.keys in DATA_DIR, or the MongoDB database that ends in -keys) from their backup.",
  );
}
