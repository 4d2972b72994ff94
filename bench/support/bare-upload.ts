/** The counterpart of uploads: each body goes into a file, is synced, and put under its name. Nothing is checked. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const dir = mkdtempSync(join(tmpdir(), 'salon-bare-upload-'));
process.on('SIGTERM', () => {
  rmSync(dir, { recursive: true, force: true });
  process.exit();
});
let serial = 0;
const server = createServer(async (request, response) => {
  const name = join(dir, String(serial++ % 16));
  await pipeline(request, createWriteStream(`${name}.coming`));
  const handle = await open(`${name}.coming`, 'r+');
  await handle.sync();
  await handle.close();
  await rename(`${name}.coming`, name);
  response.end('{"errorcode":0}');
});
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
