/*
 * Receives Salon's webhooks (docs/webhooks.md): checks the signature, drops what it has seen, keeps the rest, answers.
 *
 *   WEBHOOK_SECRET=… node examples/webhook-receiver.mjs [port]
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.WEBHOOK_SECRET ?? '';
const port = Number(process.argv[2] ?? 4000);
/** The most that Salon sends at once, with room to spare. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** A signature that is older may be somebody's who sends again what they saw. */
const MAX_AGE_S = 300;

/** In earnest: a table with the id as its key, written before the answer. */
const seen = new Set();

function isSigned(body, header = '') {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!t || Math.abs(Date.now() / 1000 - Number(t)) > MAX_AGE_S) return false;
  const expected = createHmac('sha256', secret).update(`${t}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(v1, 'hex'));
}

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request);
  if (body === null) return response.writeHead(413).end();
  if (!isSigned(body, request.headers['salon-signature'])) return response.writeHead(401).end();
  const { messages } = JSON.parse(body.toString());
  for (const { id, type, subject, data } of messages) {
    if (seen.has(id)) continue;
    seen.add(id);
    console.log(type, subject, JSON.stringify(data));
  }
  response.writeHead(204).end();
});
server.listen(port, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
