import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Command, CommandFailed } from './command.ts';
import { WHICH_SERVER } from './dev-server.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'plays whole evenings against a running server in dev mode, and prints what everybody sends and hears',
  usage: [
    [
      'demo',
      'a host, viewers with sockets and the back end of an app; then people of four APIs together; a minute or two',
    ],
  ],
  notes: [WHICH_SERVER],
  options: {},
  maxWords: 0,
  failsWhen: 'something documented did not arrive, the ledger does not add up, or no server in dev mode answers',
  runUnread: run,
};

/** The evenings are compiled apart from the server, which needs none of them: they begin when their file is loaded, and set the exit code. */
async function run(): Promise<number> {
  const here = dirname(fileURLToPath(import.meta.url));
  const file = [join(here, 'demo.js'), join(here, '../../dist/demo.js')].find((place) => existsSync(place));
  if (file === undefined)
    throw new CommandFailed('The demo is not compiled here: run npm run build in a clone; images go without it.');
  await import(pathToFileURL(file).href);
  return 0;
}
