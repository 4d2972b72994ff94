/**
 * Loaded ahead of a server by `NODE_OPTIONS=--import=…`, in JavaScript because nothing reads TypeScript yet. On SIGUSR2 the main
 * thread collects garbage and says so, so that `/metrics` then shows only memory that is held. The server itself does not know of
 * it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let collections = 0;
process.on('SIGUSR2', () => {
  // The second one frees what the first has finalised.
  collect();
  collect();
  console.log(`garbage collected ${++collections}.`);
});
