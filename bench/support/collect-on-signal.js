/**
 * Loaded ahead of a server by `NODE_OPTIONS=--import=…`, before anything that could read TypeScript: on SIGUSR2 its main thread
 * collects garbage and says so, so that what `/metrics` shows next is what is held, not what has not been collected yet. The
 * server itself knows nothing of it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let collections = 0;
process.on('SIGUSR2', () => {
  // What the first one finalises is free after the second.
  collect();
  collect();
  console.log(`garbage collected ${++collections}.`);
});
