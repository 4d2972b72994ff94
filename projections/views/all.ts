import type { View } from '../read-models.ts';
import { approvals } from './approvals.ts';
import { audit } from './audit.ts';
import { blocks } from './blocks.ts';
import { callNotices } from './call-notices.ts';
import { chains } from './chains.ts';
import { chats } from './chats.ts';
import { files } from './files.ts';
import { follows } from './follows.ts';
import { friendRequests } from './friend-requests.ts';
import { friends } from './friends.ts';
import { groupCounts } from './group-counts.ts';
import { groupMembers } from './group-members.ts';
import { groupMessages } from './group-messages.ts';
import { groupTalks } from './group-talks.ts';
import { groups } from './groups.ts';
import { identities } from './identities.ts';
import { inboxEntries } from './inbox-entries.ts';
import { inboxes } from './inboxes.ts';
import { jobs } from './jobs.ts';
import { ledgerSums } from './ledger-sums.ts';
import { lines } from './lines.ts';
import { liveMembers } from './live-members.ts';
import { lives } from './lives.ts';
import { messages } from './messages.ts';
import { operators } from './operators.ts';
import { orders } from './orders.ts';
import { peopleLists } from './people-lists.ts';
import { pushDevices } from './push-devices.ts';
import { pushLabels } from './push-labels.ts';
import { recordListens } from './record-listens.ts';
import { records } from './records.ts';
import { reports } from './reports.ts';
import { subjectLikes } from './subject-likes.ts';
import { subjects } from './subjects.ts';
import { topics } from './topics.ts';
import { userCards } from './user-cards.ts';
import { withdrawals } from './withdrawals.ts';

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
  groups,
  groupMembers,
  groupCounts,
  groupMessages,
  groupTalks,
  friends,
  friendRequests,
  callNotices,
  pushDevices,
  pushLabels,
  files,
  records,
  recordListens,
  topics,
  subjects,
  subjectLikes,
  reports,
  operators,
  approvals,
  orders,
  withdrawals,
  peopleLists,
  jobs,
  chains,
  audit,
  ledgerSums,
];
