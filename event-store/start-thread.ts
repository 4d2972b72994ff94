import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Whether this runs as it was written, by tsx, and not compiled (build.cjs). */
const IS_SOURCE = import.meta.url.endsWith('.ts');

/** Starts a worker thread from a module, named as its source is. */
export function startThread(script: URL): Worker {
  if (!IS_SOURCE) return new Worker(new URL(script.href.replace(/\.ts$/, '.js')));
  // A thread needs tsx of its own, and by `require`: its hooks for `import` are a further thread, and starting both takes three
  // times as long. So what a thread loads must not await at its top level.
  const tsx = createRequire(import.meta.url).resolve('tsx/cjs/api');
  const boot = `require(${JSON.stringify(tsx)}).register(); require(${JSON.stringify(fileURLToPath(script))});`;
  // Without the process's own arguments, or tsx would be loaded twice.
  return new Worker(boot, { eval: true, execArgv: [] });
}
