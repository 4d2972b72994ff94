import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../support/script.ts';

/** Who may ask the machine what time it is, and what for. Durations go by `performance.now()` or the process's clock. */
const ALLOWED: Readonly<Record<string, string>> = {
  'workers/clock.ts': 'is the clock',
  'sdk/caller.ts': 'sets keys apart where nothing else can',
  'api/http/request-id.ts': 'puts ids in an order, which need not be exact',
  'server/cli/apps.ts': 'says when a token was made, beside a server or without one',
  'workers/lease.ts': 'a paused virtual machine shows in this clock alone',
  'workers/partition-share.ts': 'a paused virtual machine shows in this clock alone',
  'workers/redis/time.ts': 'compares the machine with Redis',
  'workers/bullmq/delays.ts': 'BullMQ goes by the machine',
  'workers/bullmq/worker.ts': 'BullMQ goes by the machine',
  'workers/bullmq/job-queue.ts': 'a time that is shown',
  'workers/sms.ts': 'a time that the provider checks',
  'workers/webhooks/sender.ts': 'a time that the receiver checks',
  'workers/push/providers/webhook.ts': 'a time that the receiver checks',
  'workers/push/providers/apns.ts': 'a time that the provider checks',
  'workers/push/providers/fcm.ts': 'a time that the provider checks',
  'workers/push/providers/getui.ts': 'a time that the provider checks',
  'workers/push/providers/jpush.ts': 'when a notification expires, as the provider counts',
  'files/local/folder.ts': 'goes by the times of the file system',
  'event-store/keys/log-key.ts': 'a time that is shown',
  'event-store/embedded/embedded-event-store.ts': 'a time that is shown',
  'event-store/eventstoredb/availability.ts': 'a time that is shown',
  'projections/projector.ts': 'a time that is shown',
  'server/cli/jobs.ts': 'a command that is run by hand',
  'server/cli/checks.ts': 'looks at the clock of the machine',
  'server/cli/views.ts': 'a command that is run by hand',
};

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'test', 'bench', 'data'].includes(entry.name) ? [] : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

describe("the machine's clock", () => {
  it('is asked for durations by nobody, because somebody may set it meanwhile', () => {
    const asking = sources(ROOT)
      .filter((path) => /\bDate\.now\b|new Date\(\)/.test(readFileSync(path, 'utf8')))
      .map((path) => relative(ROOT, path));
    expect(asking.filter((path) => !(path in ALLOWED))).to.deep.equal([]);
  });
});
