import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledName } from '../support/script.ts';
import { withSourcePlaces } from './source-places.ts';

/** Test files that one mocha process runs, one after the other. */
export interface Batch {
  readonly name: string;
  readonly files: readonly string[];
}

export interface BatchResult {
  readonly batch: Batch;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failure as one line: the test's whole title, and the first line of what it says. */
  readonly failures: readonly string[];
  readonly durationMs: number;
  /** What the tests printed, and each failure with its stack. */
  readonly output: string;
  readonly times: readonly FileTimes[];
}

/** How long a file took without loading it, and the CPU time of it in its own process, and in those that it started. */
export interface FileTimes {
  readonly file: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly childrenCpuMs: number;
}

interface Figures {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
  /** By the path of what was compiled. */
  files: Record<string, Omit<FileTimes, 'file'>>;
}

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
const RUN_FILES = join(ROOT, 'test/runner/run-files.cjs');

/** One test takes this long at most, however slow the machine: what it waits for has limits of its own. */
const TEST_LIMIT_MS = 600_000;
/** A batch takes a few minutes at most on 2 quiet cores. One that takes this long hangs, and is ended. */
const BATCH_LIMIT_MS = 30 * 60_000;
/** How long a process may live after its last test before it counts as one that left something open. */
const EXIT_LIMIT_MS = 30_000;

/** The processes that are running: they are ended with the runner. */
const running = new Set<ReturnType<typeof spawn>>();

/** Ends what is running, when the runner itself is asked to end. */
export function endRunningBatches(): void {
  for (const child of running) child.kill('SIGTERM');
}

/** Runs a batch, compiled into `build`, in a process of its own; never rejects: what goes wrong is a failure in the result. */
export async function runBatch(batch: Batch, build: string, mochaOptions: readonly string[]): Promise<BatchResult> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'salon-batch-'));
  const figuresFile = join(folder, 'figures.json');
  const files = batch.files.map((file) => join(build, `${compiledName(file)}.js`));
  const args = [RUN_FILES, '--timeout', String(TEST_LIMIT_MS), ...mochaOptions, '--', ...files];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      FIGURES_FILE: figuresFile,
      TEST_BUILD: build,
      ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const figures = (): Figures | null => {
    try {
      return JSON.parse(readFileSync(figuresFile, 'utf8')) as Figures;
    } catch {
      return null;
    }
  };
  const problem = await ended(child, () => figures() !== null);
  running.delete(child);
  const found = figures();
  rmSync(folder, { recursive: true, force: true });
  const { passed, failed, skipped, failures } = found ?? { passed: 0, failed: 0, skipped: 0, failures: [] };
  // Mocha's exit code is the number of failed tests: another one, or none at all, says that the process itself broke.
  const broke = problem ?? (found && child.exitCode === Math.min(failed, 255) ? null : exitSentence(child));
  if (broke !== null) output += `\n  ${broke}\n`;
  return {
    batch,
    passed,
    failed: failed + (broke === null ? 0 : 1),
    skipped,
    failures: (broke === null ? failures : [...failures, broke]).map((line) => withSourcePlaces(line, build)),
    durationMs: performance.now() - startedAt,
    output: failed > 0 || broke !== null ? withSourcePlaces(output, build) : output,
    times: batch.files.map((file, at) => ({
      file,
      ...(found?.files[files[at]!] ?? { wallMs: 0, cpuMs: 0, childrenCpuMs: 0 }),
    })),
  };
}

function exitSentence({ exitCode, signalCode }: ReturnType<typeof spawn>): string {
  return `The test process ended with ${signalCode ?? `exit code ${exitCode}`}.`;
}

/** Waits until the process is gone; ends one that hangs, and says so. */
async function ended(child: ReturnType<typeof spawn>, testsAreDone: () => boolean): Promise<string | null> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let doneAt = 0;
    let problem: string | null = null;
    const watch = setInterval(() => {
      const now = performance.now();
      if (doneAt === 0 && testsAreDone()) doneAt = now;
      if (doneAt > 0 && now - doneAt > EXIT_LIMIT_MS)
        problem = `The test process was still there ${EXIT_LIMIT_MS / 1000} s after its last test: something stays open.`;
      if (now - startedAt > BATCH_LIMIT_MS)
        problem = `The test process was ended after ${BATCH_LIMIT_MS / 60_000} minutes.`;
      if (problem !== null) child.kill('SIGKILL');
    }, 500);
    child.once('error', (error) => {
      problem = error.message;
    });
    child.once('close', () => {
      clearInterval(watch);
      resolve(problem);
    });
  });
}
