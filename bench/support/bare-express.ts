/** The counterpart of buy-gift that does nothing: express 5, its JSON parser and ajv. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { isGiftRequest } from './gift-request.ts';

const app = express();
app.use(express.json());
app.post('/api/live/buy-gift', (request, response) => {
  if (!isGiftRequest(request.body)) return response.json({ errorcode: 700, errormsg: 'bad parameters' });
  response.json({ errorcode: 0, errormsg: 'success', gold: 1 });
});
const server = createServer(app);
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
