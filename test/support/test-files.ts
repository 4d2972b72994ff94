import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessClock } from '../../domain/kernel/clock.ts';
import { type OpenedFiles, openFiles } from '../../server/open-files.ts';

export interface TestFiles extends OpenedFiles {
  /** Where the server listens, once it does. */
  listening: { url: string };
  /** The folder that files lie in. */
  dir: string;
  close(): void;
}

/** Files in a temporary folder, as a process alone on its machine keeps them. */
export async function testFiles(clock: ProcessClock): Promise<TestFiles> {
  const dataDir = mkdtempSync(join(tmpdir(), 'salon-files-'));
  const listening = { url: '' };
  const settings = { dataDir, storage: null, publicUrl: '' };
  const secret = 'a secret for files, long enough';
  const opened = await openFiles(settings, { secret, clock, ownUrl: () => listening.url });
  return {
    ...opened,
    listening,
    dir: join(dataDir, 'files'),
    close: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
