import { readFileSync, rmSync } from 'node:fs';
import { Client } from '../test/support/client.ts';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { type Figure, median, pairedRatio, percentile, short, spread } from './report.ts';
import { runScript, startScript } from './support/processes.ts';
import type { UploadOrders } from './support/upload-load.ts';

const MIB = 1024 * 1024;
const UPLOAD_BYTES = 10 * MIB - 1_000;
/** How often the memory is looked at, ms. */
const LOOK_MS = 10;
/** Somebody else's reads, evenly spaced: so many a second. */
const READS_PER_SECOND = 100;
/** Uploads of one run. Each takes a ticket, of which a person has 60 in an hour. */
const PLAN = { runs: 5, uploads: 16, bytes: UPLOAD_BYTES };

type Plan = typeof PLAN;
interface Uploaded {
  done: number;
  seconds: number;
}

/** Memory of a process as the system counts it, in MiB. */
function rssMib(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4_096) / MIB;
}

/** The most memory that a process has while something runs, beyond what it had before. */
async function growthDuring<T>(pid: number, run: () => Promise<T>): Promise<number> {
  const before = rssMib(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, rssMib(pid));
  }, LOOK_MS);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  return Math.max(0.01, most - before);
}

/** The p99 of somebody's reads while something runs, ms. */
async function p99During(reader: Client, run: () => Promise<unknown>): Promise<number> {
  const latencies: number[] = [];
  const reads: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    const sentAt = performance.now();
    reads.push(reader.must('/api/user/user-gold').then(() => latencies.push(performance.now() - sentAt)));
  }, 1_000 / READS_PER_SECOND);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  await Promise.all(reads);
  return Math.max(0.01, percentile(latencies, 0.99));
}

/** Uploads of 10 MiB: what they cost in memory, and what they cost whoever reads meanwhile. */
export async function benchUploads({ runs, uploads, bytes }: Plan = PLAN): Promise<Figure[]> {
  const dataDir = temporaryFolder('bench-uploads');
  const server = await ServerProcess.start({ DATA_DIR: dataDir });
  const bare = await startScript('bare-upload.ts');
  let people = 0;
  const person = () =>
    new Client(server.url, `p${++people}`).signIn(String(13_600_000_000 + people), { displayName: `p${people}` });
  const load = (orders: Partial<UploadOrders>) =>
    runScript<Uploaded>('upload-load.ts', { puts: [], bytes, atOnce: 1, ...orders });
  const ticketsOf = async (client: Client) => {
    const puts: UploadOrders['puts'] = [];
    for (let n = 0; n < uploads; n++) {
      const answer = await client.must('/api/sys/oss-token', { format: 'm4a', module: 'message' });
      puts.push(answer.Upload as UploadOrders['puts'][number]);
    }
    return puts;
  };
  try {
    const reader = await person();
    const [memory, forms, ours, counterpart, quiet, rates]: number[][] = [[], [], [], [], [], []];
    const elsewhere = Array.from({ length: uploads }, () => ({ url: bare.url, headers: {} }));
    for (let run = 0; run <= runs; run++) {
      const client = await person();
      const grown = await growthDuring(server.pid, async () => load({ puts: await ticketsOf(client) }));
      const tokens: string[] = [];
      for (let n = 0; n < uploads / 4; n++) tokens.push((await person()).token);
      const recordings = { url: `${server.url}/api/record/upload-record`, tokens };
      const formsGrown = await growthDuring(server.pid, () => load({ recordings }));
      const puts = await ticketsOf(client);
      const idle = await p99During(reader, () => new Promise((resolve) => setTimeout(resolve, 500)));
      const blank = await p99During(reader, () => load({ puts: elsewhere, atOnce: 4 }));
      let rate = 0;
      const loaded = await p99During(reader, async () => {
        const { done, seconds } = await load({ puts, atOnce: 4 });
        rate = (done * bytes) / MIB / seconds;
      });
      if (run === 0) continue; // warm-up
      memory!.push(grown);
      forms!.push(formsGrown);
      quiet!.push(idle);
      counterpart!.push(blank);
      ours!.push(loaded);
      rates!.push(rate);
    }
    const size = `${short(bytes / MIB)} MiB`;
    const flat = { unit: 'MiB', valueTarget: 16, smaller: true } as const;
    return [
      {
        name: `memory that uploads of ${size} take`,
        ours: median(memory!),
        ...flat,
        note: `most beyond before, ${uploads} in a row; ${spread(memory!)}`,
      },
      {
        name: `memory that recordings of ${size} take`,
        ours: median(forms!),
        ...flat,
        note: `multipart, md5 and length on the way; ${spread(forms!)}`,
      },
      {
        name: `p99 of a read while four upload ${size} each`,
        unit: 'ms',
        ours: median(ours!),
        bare: median(counterpart!),
        ratio: pairedRatio(ours!, counterpart!),
        target: 1.5,
        smaller: true,
        note: `bare: while they go to another process; without any ${short(median(quiet!))} ms; ${short(median(rates!))} MiB/s; ${spread(ours!)}`,
      },
    ];
  } finally {
    bare.child.kill();
    await server.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}
