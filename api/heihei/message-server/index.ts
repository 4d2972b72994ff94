import type { Endpoint } from '../../http/endpoint.ts';
import { closeRoom, openRoom, startLiveBroadcast, stopLiveBroadcast } from './rooms.ts';
import { sendMsg } from './send-msg.ts';

/** heihei, messageserver: what a server of the app's own calls, not its clients. */
export const messageServerEndpoints: readonly Endpoint[] = [
  sendMsg,
  openRoom,
  closeRoom,
  startLiveBroadcast,
  stopLiveBroadcast,
];
