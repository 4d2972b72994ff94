import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedTransfer, TransferBook } from '../../payments/simulated.ts';

/** File in DATA_DIR with what the Alipay that dev mode plays has paid, a line each: like a real one, it knows of it when the server has crashed. */
const FILE = 'simulated-transfers.jsonl';
const OWNER_ONLY = 0o600;

/** The transfers that are kept in a data directory, whichever process of it made them. */
export function keptTransfers(dataDir: string): TransferBook {
  const file = join(dataDir, FILE);
  return {
    all: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(transferIn) : []),
    add: (transfer) => appendFileSync(file, `${JSON.stringify(transfer)}\n`, { mode: OWNER_ONLY }),
  };
}

/** A line that was not written whole counts for nothing. */
function transferIn(line: string): SimulatedTransfer[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as SimulatedTransfer];
  } catch {
    return [];
  }
}
