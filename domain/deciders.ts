import { answerDecider } from './answer/decider.ts';
import { approvalDecider } from './approval/decider.ts';
import { bannersDecider } from './banners/decider.ts';
import { catalogueDecider } from './catalogue/decider.ts';
import { chatDecider } from './chat/decider.ts';
import { conferenceDecider } from './conference/decider.ts';
import { conversationDecider } from './conversation/decider.ts';
import { credentialDecider } from './credential/decider.ts';
import { devicesDecider } from './devices/decider.ts';
import { feedDecider } from './feed/decider.ts';
import { fileDecider } from './file/decider.ts';
import { groupDecider } from './group/decider.ts';
import { honoursDecider } from './honours/decider.ts';
import { houseDecider } from './house/decider.ts';
import { identityDecider } from './identity/decider.ts';
import { inboxDecider } from './inbox/decider.ts';
import type { Decider } from './kernel/decider.ts';
import type { DomainEvent } from './kernel/event.ts';
import { listensDecider } from './listens/decider.ts';
import { liveDecider } from './live/decider.ts';
import { logKeyDecider } from './logkey/decider.ts';
import { markDecider } from './mark/decider.ts';
import { noticeDecider } from './notice/decider.ts';
import { operatorDecider } from './operator/decider.ts';
import { orderDecider } from './order/decider.ts';
import { payeeDecider } from './payee/decider.ts';
import { paymentDecider } from './payment/decider.ts';
import { pushDecider } from './push/decider.ts';
import { pushTokenDecider } from './pushtoken/decider.ts';
import { recordingsDecider } from './recordings/decider.ts';
import { relationsDecider } from './relations/decider.ts';
import { releaseDecider } from './release/decider.ts';
import { reportDecider } from './report/decider.ts';
import { subjectDecider } from './subject/decider.ts';
import { switchboardDecider } from './switchboard/decider.ts';
import { topicDecider } from './topic/decider.ts';
import { topupDecider } from './topup/decider.ts';
import { userDecider } from './user/decider.ts';
import { verificationDecider } from './verification/decider.ts';
import { walletDecider } from './wallet/decider.ts';
import { withdrawalDecider } from './withdrawal/decider.ts';
import { wordsDecider } from './words/decider.ts';

export type AnyDecider = Decider<unknown, never, DomainEvent>;

/** Every aggregate's rules. */
export const allDeciders = [
  userDecider,
  identityDecider,
  verificationDecider,
  relationsDecider,
  walletDecider,
  orderDecider,
  topupDecider,
  paymentDecider,
  payeeDecider,
  withdrawalDecider,
  liveDecider,
  conferenceDecider,
  feedDecider,
  conversationDecider,
  groupDecider,
  inboxDecider,
  devicesDecider,
  pushTokenDecider,
  pushDecider,
  fileDecider,
  recordingsDecider,
  listensDecider,
  switchboardDecider,
  chatDecider,
  topicDecider,
  subjectDecider,
  markDecider,
  reportDecider,
  releaseDecider,
  bannersDecider,
  wordsDecider,
  catalogueDecider,
  noticeDecider,
  houseDecider,
  honoursDecider,
  operatorDecider,
  approvalDecider,
  credentialDecider,
  logKeyDecider,
  answerDecider,
] as readonly unknown[] as readonly AnyDecider[];
