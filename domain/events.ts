import { type AnswerEvent, answerEventTypes, answerPersonal } from './answer/events.ts';
import { type ApprovalEvent, approvalEventTypes, approvalPersonal } from './approval/events.ts';
import { type BannersEvent, bannersEventTypes, bannersPersonal } from './banners/events.ts';
import { type CatalogueEvent, catalogueEventTypes, cataloguePersonal } from './catalogue/events.ts';
import { type ChatEvent, chatEventTypes, chatPersonal } from './chat/events.ts';
import { type ConferenceEvent, conferenceEventTypes, conferencePersonal } from './conference/events.ts';
import { type ConversationEvent, conversationEventTypes, conversationPersonal } from './conversation/events.ts';
import { type CredentialEvent, credentialEventTypes, credentialPersonal } from './credential/events.ts';
import { type DevicesEvent, devicesEventTypes, devicesPersonal } from './devices/events.ts';
import { type FeedEvent, feedEventTypes, feedPersonal } from './feed/events.ts';
import { type FileEvent, fileEventTypes, filePersonal } from './file/events.ts';
import { type GroupEvent, groupEventTypes, groupPersonal } from './group/events.ts';
import { type HonoursEvent, honoursEventTypes, honoursPersonal } from './honours/events.ts';
import { type HouseEvent, houseEventTypes, housePersonal } from './house/events.ts';
import { type IdentityEvent, identityEventTypes, identityPersonal } from './identity/events.ts';
import { type InboxEvent, inboxEventTypes, inboxPersonal } from './inbox/events.ts';
import type { CommandNoted, EventTypes } from './kernel/event.ts';
import { namesNobody, type PersonalFields } from './kernel/personal.ts';
import { type ListensEvent, listensEventTypes, listensPersonal } from './listens/events.ts';
import { type LiveEvent, liveEventTypes, livePersonal } from './live/events.ts';
import { type LogKeyEvent, logKeyEventTypes, logKeyPersonal } from './logkey/events.ts';
import { type MarkEvent, markEventTypes, markPersonal } from './mark/events.ts';
import { type NoticeEvent, noticeEventTypes, noticePersonal } from './notice/events.ts';
import { type OperatorEvent, operatorEventTypes, operatorPersonal } from './operator/events.ts';
import { type OrderEvent, orderEventTypes, orderPersonal } from './order/events.ts';
import { type PayeeEvent, payeeEventTypes, payeePersonal } from './payee/events.ts';
import { type PaymentEvent, paymentEventTypes, paymentPersonal } from './payment/events.ts';
import { type PushEvent, pushEventTypes, pushPersonal } from './push/events.ts';
import { type PushTokenEvent, pushTokenEventTypes, pushTokenPersonal } from './pushtoken/events.ts';
import { type RecordingsEvent, recordingsEventTypes, recordingsPersonal } from './recordings/events.ts';
import { type RelationsEvent, relationsEventTypes, relationsPersonal } from './relations/events.ts';
import { type ReleaseEvent, releaseEventTypes, releasePersonal } from './release/events.ts';
import { type ReportEvent, reportEventTypes, reportPersonal } from './report/events.ts';
import { type SubjectEvent, subjectEventTypes, subjectPersonal } from './subject/events.ts';
import { type SwitchboardEvent, switchboardEventTypes, switchboardPersonal } from './switchboard/events.ts';
import { type TopicEvent, topicEventTypes, topicPersonal } from './topic/events.ts';
import { type TopupEvent, topupEventTypes, topupPersonal } from './topup/events.ts';
import { type UserEvent, userEventTypes, userPersonal } from './user/events.ts';
import { type VerificationEvent, verificationEventTypes, verificationPersonal } from './verification/events.ts';
import { type WalletEvent, walletEventTypes, walletPersonal } from './wallet/events.ts';
import { type WithdrawalEvent, withdrawalEventTypes, withdrawalPersonal } from './withdrawal/events.ts';
import { type WordsEvent, wordsEventTypes, wordsPersonal } from './words/events.ts';

/** Every event that the log may hold. Type names are unique over all aggregates. */
export type SalonEvent =
  | UserEvent
  | IdentityEvent
  | VerificationEvent
  | RelationsEvent
  | WalletEvent
  | OrderEvent
  | TopupEvent
  | PaymentEvent
  | PayeeEvent
  | WithdrawalEvent
  | LiveEvent
  | ConferenceEvent
  | FeedEvent
  | ConversationEvent
  | GroupEvent
  | InboxEvent
  | DevicesEvent
  | PushTokenEvent
  | PushEvent
  | FileEvent
  | RecordingsEvent
  | ListensEvent
  | SwitchboardEvent
  | ChatEvent
  | TopicEvent
  | SubjectEvent
  | MarkEvent
  | ReportEvent
  | ReleaseEvent
  | BannersEvent
  | WordsEvent
  | CatalogueEvent
  | NoticeEvent
  | HouseEvent
  | HonoursEvent
  | OperatorEvent
  | ApprovalEvent
  | CredentialEvent
  | LogKeyEvent
  | AnswerEvent
  | CommandNoted;

/** All types, and how their older versions become today's. */
export const EVENT_TYPES: EventTypes<SalonEvent> = {
  ...userEventTypes,
  ...identityEventTypes,
  ...verificationEventTypes,
  ...relationsEventTypes,
  ...walletEventTypes,
  ...orderEventTypes,
  ...topupEventTypes,
  ...paymentEventTypes,
  ...payeeEventTypes,
  ...withdrawalEventTypes,
  ...liveEventTypes,
  ...conferenceEventTypes,
  ...feedEventTypes,
  ...conversationEventTypes,
  ...groupEventTypes,
  ...inboxEventTypes,
  ...devicesEventTypes,
  ...pushTokenEventTypes,
  ...pushEventTypes,
  ...fileEventTypes,
  ...recordingsEventTypes,
  ...listensEventTypes,
  ...switchboardEventTypes,
  ...chatEventTypes,
  ...topicEventTypes,
  ...subjectEventTypes,
  ...markEventTypes,
  ...reportEventTypes,
  ...releaseEventTypes,
  ...bannersEventTypes,
  ...wordsEventTypes,
  ...catalogueEventTypes,
  ...noticeEventTypes,
  ...houseEventTypes,
  ...honoursEventTypes,
  ...operatorEventTypes,
  ...approvalEventTypes,
  ...credentialEventTypes,
  ...logKeyEventTypes,
  ...answerEventTypes,
  CommandNoted: true,
};

/** Whether this release knows a type of event; one that it does not know was written by a newer release. */
export function isKnownEvent(type: string): type is SalonEvent['type'] {
  return Object.hasOwn(EVENT_TYPES, type);
}

/** What every event says about people: see domain/kernel/personal.ts. */
export const PERSONAL: PersonalFields<SalonEvent> = {
  ...userPersonal,
  ...identityPersonal,
  ...verificationPersonal,
  ...relationsPersonal,
  ...walletPersonal,
  ...orderPersonal,
  ...topupPersonal,
  ...paymentPersonal,
  ...payeePersonal,
  ...withdrawalPersonal,
  ...livePersonal,
  ...conferencePersonal,
  ...feedPersonal,
  ...conversationPersonal,
  ...groupPersonal,
  ...inboxPersonal,
  ...devicesPersonal,
  ...pushTokenPersonal,
  ...pushPersonal,
  ...filePersonal,
  ...recordingsPersonal,
  ...listensPersonal,
  ...switchboardPersonal,
  ...chatPersonal,
  ...topicPersonal,
  ...subjectPersonal,
  ...markPersonal,
  ...reportPersonal,
  ...releasePersonal,
  ...bannersPersonal,
  ...wordsPersonal,
  ...cataloguePersonal,
  ...noticePersonal,
  ...housePersonal,
  ...honoursPersonal,
  ...operatorPersonal,
  ...approvalPersonal,
  ...credentialPersonal,
  ...logKeyPersonal,
  ...answerPersonal,
  CommandNoted: namesNobody,
};
