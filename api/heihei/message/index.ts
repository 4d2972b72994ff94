import type { Endpoint } from '../../http/endpoint.ts';
import { deleteMsg, historyMsg, readOneMsg } from './history-msg.ts';
import { messageDel, messageList, messageReadAll, readAllMsg, readIm } from './list.ts';
import { imHistory, revokeIm, sendIm } from './messages.ts';

/** heihei, messages between people and the list of them. */
export const messageEndpoints: readonly Endpoint[] = [
  sendIm,
  imHistory,
  revokeIm,
  messageList,
  messageDel,
  messageReadAll,
  readAllMsg,
  readIm,
  historyMsg,
  readOneMsg,
  deleteMsg,
];
