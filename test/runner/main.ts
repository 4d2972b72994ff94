/**
 * `npm test`: every test file, several mocha processes at a time. `npm test -- words` runs the files whose path contains one of the
 * words; `fast` is what needs no other process and no waiting; what begins with `-` goes to mocha (`--grep gift`, `--bail`).
 * The last line is `N passed, N failed, N skipped`. TEST_JOBS says how many processes at a time.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Batch, type BatchResult, endRunningBatches, runBatch } from './batch.ts';
import { compileTests } from './compile.ts';
import { fastFiles, planOf, testFiles } from './plan.ts';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
/** Twice as many as cores: many tests wait for time limits or for processes that they started. */
const JOBS = Number(process.env.TEST_JOBS ?? 2 * availableParallelism());
/** Lines by which a suite says what it did: they are said again at the end. */
const FIGURE = /^(?:SIM|REPLAY|PLANTED|KILL9|FUZZ|CLUSTER|ATTACK|POLICY) .*|^\s*SKIPPED: .*/gm;

function chosenFiles(words: readonly string[]): string[] {
  const all = testFiles(ROOT);
  if (words.length === 0) return all;
  const fast = words.includes('fast') ? fastFiles(all) : [];
  return all.filter((file) => fast.includes(file) || words.some((word) => word !== 'fast' && file.includes(word)));
}

/** Takes the batches in turn, several at a time. */
async function runAll(batches: readonly Batch[], build: string): Promise<BatchResult[]> {
  const queue = [...batches];
  const results: BatchResult[] = [];
  const worker = async () => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const result = await runBatch(batch, build, options);
      report(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, worker));
  return results;
}

function report({ batch, passed, failed, skipped, durationMs, output, times }: BatchResult): void {
  const counts = [`${passed} passed`, failed > 0 && `${failed} FAILED`, skipped > 0 && `${skipped} skipped`];
  console.log(
    `${failed > 0 ? '✗' : '✓'} ${batch.name}: ${counts.filter(Boolean).join(', ')} in ${seconds(durationMs)}`,
  );
  if (process.env.TEST_TIMES) {
    for (const { file, wallMs, cpuMs, childrenCpuMs } of times)
      console.log(`    ${seconds(wallMs)}, ${seconds(cpuMs)} CPU, ${seconds(childrenCpuMs)} in others: ${file}`);
  }
  const said = output.trim();
  if (said !== '') console.log(said);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const args = process.argv.slice(2);
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const words = firstOption < 0 ? args : args.slice(0, firstOption);
const options = firstOption < 0 ? [] : args.slice(firstOption);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    endRunningBatches();
    process.exit(130);
  });
}

const startedAt = performance.now();
const files = chosenFiles(words);
const build = await compileTests(files);
const results = await runAll(planOf(files), build);
const sum = (of: (result: BatchResult) => number) => results.reduce((total, result) => total + of(result), 0);
const [passed, failed, skipped] = [sum((r) => r.passed), sum((r) => r.failed), sum((r) => r.skipped)];

console.log('');
for (const { output } of results) for (const [line] of output.matchAll(FIGURE)) console.log(line.trim());
for (const { batch, failures } of results)
  for (const failure of failures) console.log(`FAILED in ${batch.name}: ${failure}`);
if (files.length === 0) console.log(`No test file has ${words.join(' or ')} in its path.`);
console.log(`${files.length} files in ${seconds(performance.now() - startedAt)}:`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
