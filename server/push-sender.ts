import type { Config } from '../config.ts';
import type { PushSender } from '../workers/push/push-sender.ts';
import type { RecordedPushes } from '../workers/push/recorded-pushes.ts';

/** Makes the sender of notifications. In dev mode nothing is sent: they are at `GET /dev/pushes`. */
export function pushSender({ dev }: Config, recorded: RecordedPushes): PushSender {
  return dev ? recorded.send : async () => 'refused';
}
