/** The counterpart of a flooded server: refuses each request at once, whatever it is. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const BODY = '{"errorcode":429,"errormsg":"too many requests"}';
const HEADERS = { 'Content-Type': 'application/json', 'Content-Length': BODY.length, 'Retry-After': '1' };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(429, HEADERS).end(BODY);
});
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
