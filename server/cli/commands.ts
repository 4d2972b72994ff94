import { apps } from './apps.ts';
import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { jobs } from './jobs.ts';
import { mediaKey } from './media-key.ts';
import { operators } from './operators.ts';
import { people } from './people.ts';
import { pushKey } from './push-key.ts';
import { rebuild } from './rebuild.ts';
import { serve } from './serve.ts';
import { smsKey } from './sms-key.ts';
import { topics } from './topics.ts';
import { verify } from './verify.ts';
import { views } from './views.ts';

/** Every command, in the order of --help. */
export const COMMANDS: readonly Command[] = [
  serve,
  verify,
  views,
  rebuild,
  backup,
  jobs,
  people,
  operators,
  topics,
  apps,
  smsKey,
  pushKey,
  mediaKey,
];

/** What runs when no command is given. */
export const DEFAULT_COMMAND = serve;
