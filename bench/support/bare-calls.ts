/** The counterpart of calls: express 5 and its JSON parser, with who talks to whom in a map. Nothing is checked beyond it, kept or told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';

const calls = new Map<number, { joined: number }>();
let lastChatId = 0;

const app = express();
app.use(express.json());
const fail = (response: Response) => response.json({ errorcode: 732, errormsg: 'no such call' });
app.post('/api/chat/due-chat', (_, response) => {
  calls.set(++lastChatId, { joined: 0 });
  response.json({ errorcode: 0, errormsg: 'success', expireTime: 15, chatId: lastChatId });
});
app.post('/api/chat/accept-chat', ({ body: { chatId } }, response) => {
  if (!calls.has(chatId)) return fail(response);
  response.json({ errorcode: 0, errormsg: 'success', expireTime: 15, chatId });
});
app.post('/api/chat/join-chat', ({ body: { chatId } }, response) => {
  const call = calls.get(chatId);
  if (!call) return fail(response);
  call.joined++;
  response.json({ errorcode: 0, errormsg: 'success', chat: { chatId, joined: call.joined } });
});
app.post('/api/chat/stop-chat', ({ body: { chatId } }, response) => {
  calls.delete(chatId);
  response.json({ errorcode: 0, errormsg: 'success' });
});
const server = createServer(app);
// A busy machine may leave a connection idle for longer than the usual five seconds.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
