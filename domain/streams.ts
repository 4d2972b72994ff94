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
import { streamName } from './kernel/ids.ts';
import { listensDecider } from './listens/decider.ts';
import { liveDecider } from './live/decider.ts';
import { markDecider } from './mark/decider.ts';
import type { MarkKind } from './mark/events.ts';
import { noticeDecider } from './notice/decider.ts';
import type { NoticeAudience } from './notice/events.ts';
import { operatorDecider } from './operator/decider.ts';
import { payeeDecider } from './payee/decider.ts';
import type { PaymentChannel } from './payment/channels.ts';
import { paymentDecider } from './payment/decider.ts';
import { pushDecider } from './push/decider.ts';
import { pushTokenDecider } from './pushtoken/decider.ts';
import { recordingsDecider } from './recordings/decider.ts';
import { relationsDecider } from './relations/decider.ts';
import { releaseDecider } from './release/decider.ts';
import type { System } from './release/events.ts';
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

/** Which stream an aggregate is in, by its owner. One place, so that use cases and reactors mean the same stream. */

export const userStream = (appId: string, userId: number): string => streamName(userDecider.category, appId, userId);
export const walletStream = (appId: string, userId: number): string =>
  streamName(walletDecider.category, appId, userId);
/** Whom a person follows and blocks. */
export const relationsStream = (appId: string, userId: number): string =>
  streamName(relationsDecider.category, appId, userId);
export const liveStream = (appId: string, liveId: number): string => streamName(liveDecider.category, appId, liveId);
/** What is said and given in a live's room. */
export const feedStream = (appId: string, liveId: number): string => streamName(feedDecider.category, appId, liveId);
export const conferenceStream = (appId: string, liveId: number): string =>
  streamName(conferenceDecider.category, appId, liveId);
/** Who calls whom: one stream an app. */
export const switchboardStream = (appId: string): string => streamName(switchboardDecider.category, appId, 0);
/** A talk of two people. */
export const chatStream = (appId: string, chatId: number): string => streamName(chatDecider.category, appId, chatId);
/** Whose an outside name of a kind is; `hash` stands for the name (`LogKey.hashOf`). */
export const identityStream = (appId: string, kind: string, hash: string): string =>
  streamName(identityDecider.category, appId, kind, hash);
/** Sign-in codes of a phone; `phoneHash` stands for it (`LogKey.hashOf`). */
export const verificationStream = (appId: string, phoneHash: string): string =>
  streamName(verificationDecider.category, appId, phoneHash);
/** What two people write to each other, whoever of them is named first. */
export const conversationStream = (appId: string, userId: number, otherId: number): string =>
  streamName(conversationDecider.category, appId, Math.min(userId, otherId), Math.max(userId, otherId));
/** Who is in a group, and what it is called. */
export const groupStream = (appId: string, groupId: number): string =>
  streamName(groupDecider.category, appId, groupId);
/** What is said in a group. */
export const groupConversationStream = (appId: string, groupId: number): string =>
  streamName(conversationDecider.category, appId, `g${groupId}`);
export const inboxStream = (appId: string, userId: number): string => streamName(inboxDecider.category, appId, userId);
/** The phones by which a person can be notified. */
export const devicesStream = (appId: string, userId: number): string =>
  streamName(devicesDecider.category, appId, userId);
/** Whose a phone is, by the keyed hash of its token. */
export const pushTokenStream = (appId: string, tokenHash: string): string =>
  streamName(pushTokenDecider.category, appId, tokenHash);
/** The notifications for a person, and for a host's followers. */
export const pushStream = (appId: string, userId: number): string => streamName(pushDecider.category, appId, userId);
/** One order of gold. */
export const topupStream = (appId: string, orderId: string): string =>
  streamName(topupDecider.category, appId, orderId);
/** Which order a payment is for. */
export const paymentStream = (appId: string, channel: PaymentChannel, tradeNo: string): string =>
  streamName(paymentDecider.category, appId, channel, tradeNo);
/** Where a person is paid. */
export const payeeStream = (appId: string, userId: number): string => streamName(payeeDecider.category, appId, userId);
/** One withdrawal of points. */
export const withdrawalStream = (appId: string, withdrawalId: string): string =>
  streamName(withdrawalDecider.category, appId, withdrawalId);
/** One upload. */
export const fileStream = (appId: string, fileId: string): string => streamName(fileDecider.category, appId, fileId);
/** What a person lets others hear. */
export const recordingsStream = (appId: string, userId: number): string =>
  streamName(recordingsDecider.category, appId, userId);
/** What a person has heard of others. */
export const listensStream = (appId: string, userId: number): string =>
  streamName(listensDecider.category, appId, userId);
/** What people speak about. */
export const topicStream = (appId: string, topicId: number): string =>
  streamName(topicDecider.category, appId, topicId);
/** A post to a topic, or an answer to one. */
export const subjectStream = (appId: string, subjectId: number): string =>
  streamName(subjectDecider.category, appId, subjectId);
/** That a person likes a subject, or has listened to it. */
export const markStream = (appId: string, kind: MarkKind, subjectId: number, userId: number): string =>
  streamName(markDecider.category, appId, kind, subjectId, userId);
/** What a person was reported for. */
export const reportStream = (appId: string, userId: number): string =>
  streamName(reportDecider.category, appId, userId);
/** The releases of the app for a system. */
export const releaseStream = (appId: string, system: System): string =>
  streamName(releaseDecider.category, appId, system);
/** What the app's first screen shows: one stream an app. */
export const bannersStream = (appId: string): string => streamName(bannersDecider.category, appId, 0);
/** What people may not say, as operators have listed it: one stream an app. */
export const wordsStream = (appId: string): string => streamName(wordsDecider.category, appId, 0);
/** What a request of an app's server was answered; `hash` stands for the request (`LogKey.hashOf`). */
export const answerStream = (appId: string, hash: string): string => streamName(answerDecider.category, appId, hash);
/** What a tenant sells: one stream an app. */
export const catalogueStream = (appId: string): string => streamName(catalogueDecider.category, appId, 0);
/** What an app's server sends to a person, a talk or a room. */
export const noticeStream = (appId: string, audience: NoticeAudience, targetId: number): string =>
  streamName(noticeDecider.category, appId, audience, targetId);
/** What operators set for a whole tenant. */
export const houseStream = (appId: string): string => streamName(houseDecider.category, appId, 0);
/** What a person is distinguished by. */
export const honoursStream = (appId: string, userId: number): string =>
  streamName(honoursDecider.category, appId, userId);

/** The tenant of what belongs to the whole installation. */
export const INSTALLATION = 'salon';
/** Somebody who operates the installation. */
export const operatorStream = (operatorId: number): string =>
  streamName(operatorDecider.category, INSTALLATION, operatorId);
/** The secrets of an app's server. */
export const credentialStream = (credentialId: number): string =>
  streamName(credentialDecider.category, INSTALLATION, credentialId);
/** Gold and money that operators move. */
export const approvalStream = (appId: string, approvalId: number): string =>
  streamName(approvalDecider.category, appId, approvalId);
