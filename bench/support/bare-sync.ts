import { closeSync, fdatasync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';

const writeFile = promisify(write);
const sync = promisify(fdatasync);
/** About what one event takes. */
const RECORD = Buffer.alloc(300, 'x');

/** The lower bound of a durable command: one record at the end of a file, and fdatasync. */
export class BareSync {
  private readonly handle: number;

  constructor(file: string) {
    this.handle = openSync(file, 'w');
  }

  async once(): Promise<void> {
    await writeFile(this.handle, RECORD);
    await sync(this.handle);
  }

  close(): void {
    closeSync(this.handle);
  }
}
