import type { View } from '../read-models.ts';
import { blocks } from './blocks.ts';
import { callNotices } from './call-notices.ts';
import { chats } from './chats.ts';
import { files } from './files.ts';
import { follows } from './follows.ts';
import { identities } from './identities.ts';
import { inboxEntries } from './inbox-entries.ts';
import { inboxes } from './inboxes.ts';
import { jobs } from './jobs.ts';
import { lines } from './lines.ts';
import { liveMembers } from './live-members.ts';
import { lives } from './lives.ts';
import { messages } from './messages.ts';
import { pushDevices } from './push-devices.ts';
import { recordListens } from './record-listens.ts';
import { records } from './records.ts';
import { userCards } from './user-cards.ts';

/** Every view; the projector keeps exactly these. */
export const allViews: readonly View[] = [
  userCards,
  identities,
  follows,
  blocks,
  lives,
  liveMembers,
  chats,
  lines,
  messages,
  inboxEntries,
  inboxes,
  callNotices,
  pushDevices,
  files,
  records,
  recordListens,
  jobs,
];
