import { apps } from './apps.ts';
import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { config } from './config.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { jobs } from './jobs.ts';
import { load } from './load.ts';
import { mediaKey } from './media-key.ts';
import { operators } from './operators.ts';
import { people } from './people.ts';
import { pushKey } from './push-key.ts';
import { rebuild } from './rebuild.ts';
import { restore } from './restore.ts';
import { seed } from './seed.ts';
import { smsKey } from './sms-key.ts';
import { dev, start } from './start.ts';
import { tail } from './tail.ts';
import { token } from './token.ts';
import { topics } from './topics.ts';
import { verify } from './verify.ts';
import { views } from './views.ts';
import { webhooks } from './webhooks.ts';

/** Every command, in the order of --help. */
export const COMMANDS: readonly Command[] = [
  start,
  dev,
  demo,
  token,
  seed,
  load,
  tail,
  verify,
  views,
  rebuild,
  backup,
  restore,
  jobs,
  webhooks,
  people,
  operators,
  topics,
  apps,
  config,
  doctor,
  smsKey,
  pushKey,
  mediaKey,
];

/** What runs when no command is given. */
export const DEFAULT_COMMAND = start;
