import type { Endpoint } from '../../http/endpoint.ts';
import { buyGift } from './buy-gift.ts';
import { getSubject, subjectDetail, topicDetail, topicList } from './lists.ts';
import { createSubject, likeSubject, listenSubject, replySubject, updateSubject } from './posts.ts';

/** heihei, 话题: voice topics. */
export const topicEndpoints: readonly Endpoint[] = [
  ...[topicList, topicDetail, subjectDetail, getSubject],
  ...[createSubject, replySubject, updateSubject, listenSubject, likeSubject, buyGift],
];
