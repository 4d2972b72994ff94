import { once } from 'node:events';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import { KEYS_FILE } from '../../event-store/embedded/key-file.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { openDatabase } from '../../event-store/sqlite.ts';
import { openFilesLimit } from '../addresses.ts';
import { openLogBeside } from './beside.ts';
import { explain } from './explain.ts';
import type { Finding } from './finding.ts';

const ok = (what: string, says: string): Finding => ({ what, state: 'ok', says });
const warning = (what: string, says: string): Finding => ({ what, state: 'warning', says });
const problem = (what: string, says: string): Finding => ({ what, state: 'problem', says });

/** The oldest releases that package.json names. */
const NODE = [
  { major: 20, minor: 19, isUpTo: 20 },
  { major: 22, minor: 12, isUpTo: Number.POSITIVE_INFINITY },
];

export function checkNode(version = process.versions.node): Finding {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  const fits = NODE.some(
    (range) => (major === range.major && minor >= range.minor) || (major > range.major && major <= range.isUpTo),
  );
  return fits
    ? ok('Node.js', version)
    : problem('Node.js', `${version} is too old: 20.19 or a later 20, 22.12 or later are needed (https://nodejs.org)`);
}

export function checkSqlite(): Finding {
  try {
    const database = openDatabase(':memory:');
    const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
    database.close();
    return ok('SQLite', version);
  } catch (error) {
    return problem('SQLite', explain(error, null) ?? `cannot be loaded (${(error as Error).message}): run npm ci`);
  }
}

/** Each socket is an open file. */
const FEW_FILES = 4_096;

export function checkOpenFiles(): Finding {
  const limit = openFilesLimit();
  if (limit === Number.MAX_SAFE_INTEGER) return ok('open files', 'no limit');
  const says = `${limit} at most`;
  return limit >= FEW_FILES
    ? ok('open files', says)
    : warning('open files', `${says}, and each client is one: raise it (ulimit -n, LimitNOFILE of systemd)`);
}

/** Rights on DATA_DIR, and what a server left there. */
export async function checkDataDir(config: Config): Promise<Finding[]> {
  const { dataDir, engines } = config;
  const place = nearestExisting(dataDir);
  const findings: Finding[] = [];
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    const isOpen = place === dataDir && (statSync(place).mode & 0o077) !== 0;
    findings.push(
      isOpen
        ? warning('rights', `other users can look into ${dataDir}: chmod 700 (the next start does it)`)
        : ok('rights', place === dataDir ? `${dataDir} is this user's` : `${dataDir} will be made in ${place}`),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    findings.push(
      problem('rights', `${place} cannot be written to (${code}): give this user the right, or set DATA_DIR`),
    );
  }
  if (!engines && existsSync(join(dataDir, LOG_FILE)) && !existsSync(join(dataDir, KEYS_FILE))) {
    findings.push(problem('keys', `${KEYS_FILE} is missing in ${dataDir}: put it back from its backup`));
  }
  return findings;
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

const SYNCS = 15;
const PAGE_BYTES = 4_096;
/** A commit waits for one sync; many commits share it. */
const SLOW_SYNC_MS = 20;
const LITTLE_ROOM_BYTES = 1e9;

/** How long the disk takes to sync a page, and how much room it has. */
export function checkDisk({ dataDir }: Config): Finding[] {
  const place = nearestExisting(dataDir);
  try {
    const medianMs = syncTimeMs(place);
    const { bavail, bsize } = statfsSync(place);
    const freeBytes = bavail * bsize;
    const speed = `a sync takes ${medianMs.toFixed(2)} ms`;
    const room = `${(freeBytes / 1e9).toFixed(1)} GB free`;
    return [
      medianMs > SLOW_SYNC_MS
        ? warning('disk', `${speed}, so every answer to a write takes longer than that: use a faster disk for DATA_DIR`)
        : ok('disk', speed),
      freeBytes < LITTLE_ROOM_BYTES
        ? warning('room', `${room}: make room before the log is refused any`)
        : ok('room', room),
    ];
  } catch (error) {
    return [problem('disk', `${place} cannot be written and synced (${(error as Error).message})`)];
  }
}

function syncTimeMs(place: string): number {
  const folder = mkdtempSync(join(place, '.doctor-'));
  try {
    const file = openSync(join(folder, 'page'), 'w');
    const page = Buffer.alloc(PAGE_BYTES, 1);
    const times = Array.from({ length: SYNCS }, () => {
      const startedAt = performance.now();
      writeSync(file, page, 0, page.length, 0);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    });
    closeSync(file);
    return times.sort((a, b) => a - b)[Math.floor(SYNCS / 2)]!;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How long a server that has the port may take to say who it is, in ms. */
const HEALTH_MS = 5_000;

export async function checkPort(config: Config): Promise<Finding> {
  const { host, port } = config;
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return ok('port', `${port} of ${host} is free`);
  } catch (error) {
    const says = explain(error, config);
    if (says === null) throw error;
    const isSalon = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' && (await answersAsSalon(config));
    return isSalon ? ok('port', `Salon runs at ${port} of ${host}`) : problem('port', says);
  } finally {
    server.close();
  }
}

async function answersAsSalon({ host, port }: Config): Promise<boolean> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${address}:${port}/healthz`, { signal: AbortSignal.timeout(HEALTH_MS) });
    return response.ok;
  } catch {
    return false;
  }
}

/** No clock that was set says less. */
const EARLIEST = Date.parse('2025-01-01T00:00:00Z');
/** Clocks are set right by less than this. */
const AHEAD_MS = 60_000;

/** The clock, beside the times in the log, which is checked as a start checks it. */
export async function checkClock(config: Config, now = Date.now()): Promise<Finding[]> {
  const says = new Date(now).toISOString();
  if (now < EARLIEST) return [problem('clock', `${says}: set the clock of this machine`)];
  if (!existsSync(join(config.dataDir, LOG_FILE)) || !existsSync(join(config.dataDir, KEYS_FILE)))
    return [ok('clock', says), ok('log', 'none yet: the first start makes it')];
  try {
    const { log, stop } = await openLogBeside(config);
    try {
      const last = await log.last();
      const aheadMs = (last?.meta.at ?? 0) - now;
      const isBehind = aheadMs > AHEAD_MS && !config.dev;
      return [
        isBehind
          ? problem('clock', `${says}, which is before the log's last event: set the clock of this machine`)
          : ok('clock', says),
        ok('log', `whole up to position ${await log.head()}`),
      ];
    } finally {
      await stop();
    }
  } catch (error) {
    const sentence = explain(error, config);
    if (sentence === null) throw error;
    return [ok('clock', says), problem('log', sentence)];
  }
}
