import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { FakeServer } from './server.ts';

/**
 * A protocol fake of EventStoreDB, for tests only: `node --import tsx test/fakes/eventstoredb/main.ts --ports 0 [--file state]`.
 * With `--ports 0,0,0` it has three nodes, of which the first one leads; `--commit-ms 5`: each commit takes so long, as a sync does; `--tls-cert file
 * --tls-key file`: over TLS. Prints where it is controlled and where it listens.
 * Control: GET / tells its counters, POST / sets faults, POST /lead says who leads, POST /drop breaks every connection.
 */
const { values } = parseArgs({
  options: {
    ports: { type: 'string', default: '0' },
    file: { type: 'string' },
    version: { type: 'string', default: '24.10.0' },
    'commit-ms': { type: 'string', default: '0' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'no-batch-append': { type: 'boolean', default: false },
    'until-stdin-ends': { type: 'boolean', default: false },
  },
});

// Its tests may be killed; it does not outlive them.
if (values['until-stdin-ends']) process.stdin.resume().on('end', () => process.exit());

const { 'tls-cert': certPath, 'tls-key': keyPath } = values;

const fake = new FakeServer({
  ports: values.ports.split(',').map(Number),
  file: values.file,
  version: values.version,
  batchAppend: !values['no-batch-append'],
  commitMs: Number(values['commit-ms']),
  tls: certPath && keyPath ? { cert_chain: readFileSync(certPath), private_key: readFileSync(keyPath) } : undefined,
});

const control = createServer(async (request, response) => {
  if (request.method === 'POST' && request.url === '/drop') fake.dropConnections();
  else if (request.method === 'POST' && request.url === '/lead') fake.lead((await json(request)) as object);
  else if (request.method === 'POST') fake.state.set((await json(request)) as object);
  response.setHeader('connection', 'close');
  response.end(JSON.stringify(fake.state.counters));
});

control.listen(0, '127.0.0.1', async () => {
  console.log(`control on http://127.0.0.1:${(control.address() as AddressInfo).port}`);
  const hosts = (await fake.listen()).map((port) => `127.0.0.1:${port}`);
  console.log(`listening on esdb://${hosts.join(',')}?tls=false`);
});
