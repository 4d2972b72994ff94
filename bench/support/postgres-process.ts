import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian keeps the server's programs here, a folder a version, outside of PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 100;
/** PostgreSQL does not run as root: Debian's package has this user for it. */
const USER = 'postgres';

interface Installed {
  /** Folder of `initdb` and `postgres`. */
  bin: string;
  /** Whom to run it as; none where this process is not root. */
  as: { uid: number; gid: number } | Record<string, never>;
}

/** A PostgreSQL of its own with the settings of its package: every commit is synced. Nobody reaches it but through a socket in its folder. */
export class PostgresProcess {
  /** Where its socket lies, which clients take for a host. */
  readonly folder: string;
  private readonly child: ChildProcess;

  private constructor(folder: string, child: ChildProcess) {
    this.folder = folder;
    this.child = child;
  }

  /** Null, and a line that says so, where PostgreSQL is not installed. */
  static async start(): Promise<PostgresProcess | null> {
    const installed = findPostgres();
    if (typeof installed === 'string') {
      console.error(`NOT MEASURED: PostgreSQL, because ${installed} (Debian: apt-get install postgresql)`);
      return null;
    }
    const { bin, as } = installed;
    const folder = mkdtempSync(join(tmpdir(), 'salon-postgres-'));
    if ('uid' in as) chownSync(folder, as.uid, as.gid);
    const data = join(folder, 'data');
    const how = { ...as, cwd: folder };
    execFileSync(join(bin, 'initdb'), ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale'], {
      ...how,
      stdio: 'ignore',
    });
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses='], {
      ...how,
      stdio: 'ignore',
    });
    const started = new PostgresProcess(folder, child);
    try {
      await started.answers(join(bin, 'pg_isready'));
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const closed = once(this.child, 'close');
      // It ends the sessions of its clients, and stops.
      this.child.kill('SIGINT');
      await closed;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(isReady: string): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (spawnSync(isReady, ['-h', this.folder]).status !== 0) {
      if (this.child.exitCode !== null) throw new Error(`PostgreSQL ended with ${this.child.exitCode} at its start`);
      if (Date.now() > deadline) throw new Error('PostgreSQL does not answer');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** The newest that is installed, or why none can be run. */
function findPostgres(): Installed | string {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  const bin = versions
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'))
    .find((each) => existsSync(join(each, 'initdb')));
  if (bin === undefined) return 'it is not installed';
  if (process.getuid?.() !== 0) return { bin, as: {} };
  const [uid, gid] = ['-u', '-g'].map((what) => {
    const { status, stdout } = spawnSync('id', [what, USER], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return Number.isNaN(uid)
    ? `it does not run as root, and there is no user ${USER}`
    : { bin, as: { uid: uid!, gid: gid! } };
}
