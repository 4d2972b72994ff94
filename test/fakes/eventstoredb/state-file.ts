import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { FakeRecord } from './log.ts';

/** Lines that belong together end with this one: an append is kept whole or not at all. */
const END = '.';

/** What the fake keeps over its own death: a line of JSON for each record, synced before it is acknowledged. */
export class StateFile {
  private readonly handle: number;

  constructor(file: string, onRecord: (record: FakeRecord) => void) {
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8');
      const whole = text.slice(0, text.lastIndexOf(`${END}\n`) + END.length + 1);
      if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
      for (const line of whole.split('\n')) if (line !== '' && line !== END) onRecord(parse(line));
    }
    this.handle = openSync(file, 'a');
  }

  write(records: readonly FakeRecord[]): void {
    if (records.length === 0) return;
    writeSync(this.handle, `${records.map(format).join('\n')}\n${END}\n`);
    fsyncSync(this.handle);
  }

  close(): void {
    closeSync(this.handle);
  }
}

function format(record: FakeRecord): string {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return JSON.stringify({ ...record, data: base64(record.data), meta: base64(record.meta) });
}

function parse(line: string): FakeRecord {
  const record = JSON.parse(line);
  return { ...record, data: Buffer.from(record.data, 'base64'), meta: Buffer.from(record.meta, 'base64') };
}
