import type { Endpoint } from '../../http/endpoint.ts';
import { buyGift } from './buy-gift.ts';
import { acceptChat, cancelDueChat, dueChat } from './calls.ts';
import { matchChat, stopMatchChat } from './matches.ts';
import { changeTopic, continueChat, getChat, heartBeat, joinChat, pauseChat, stopChat } from './talk.ts';
import { getUserSig } from './user-sig.ts';

/** heihei, 对聊: talks of two people. */
export const chatEndpoints: readonly Endpoint[] = [
  ...[dueChat, cancelDueChat, acceptChat],
  ...[matchChat, stopMatchChat],
  ...[joinChat, getChat, heartBeat, changeTopic, pauseChat, continueChat, stopChat],
  buyGift,
  getUserSig,
];
