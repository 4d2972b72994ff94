import { LogKey } from '../../event-store/keys/log-key.ts';

/** The key of logs in memory, which name none. */
export const TEST_LOG_KEY = new LogKey(Buffer.alloc(32, 7));
