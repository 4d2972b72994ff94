/** The counterpart of buy-gift: express 5, its JSON parser and ajv, answering at once and doing nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';
import express from 'express';

const validate = new Ajv().compile({
  type: 'object',
  required: ['token', 'liveId', 'giftId', 'amount', 'gift_uuid'],
  properties: {
    token: { type: 'string' },
    liveId: { type: 'integer' },
    giftId: { type: 'integer' },
    amount: { type: 'integer', minimum: 1 },
    gift_uuid: { type: 'string', maxLength: 100 },
  },
});

const app = express();
app.use(express.json());
app.post('/api/live/buy-gift', (request, response) => {
  if (!validate(request.body)) return response.json({ errorcode: 700, errormsg: 'bad parameters' });
  response.json({ errorcode: 0, errormsg: 'success', gold: 1 });
});
const server = createServer(app);
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
