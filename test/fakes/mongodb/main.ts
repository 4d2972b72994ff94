import { parseArgs } from 'node:util';
import { FakeMongo } from './server.ts';

/** `node --import tsx test/fakes/mongodb/main.ts --port 0 [--file state]`: runs until it is killed. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, file: { type: 'string' } } });
const fake = new FakeMongo(values.file);
const port = await fake.listen(Number(values.port));
process.stdout.write(`listening on mongodb://127.0.0.1:${port}/?replicaSet=rs0\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close());
process.once('disconnect', () => void fake.close());
