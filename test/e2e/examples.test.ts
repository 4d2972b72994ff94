import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from '../support/build.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { ROOT } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

const FOLDER = join(ROOT, 'examples');
/** What the examples share, which is none. */
const SHARED = ['dev-apps.mjs', 'person.mjs'];
/** These play together. */
const ROOM = ['host.mjs', 'bot.mjs', 'viewer.mjs'];
/** It is called by Salon: test/unit/workers/webhooks.test.ts runs it. */
const RECEIVER = 'webhook-receiver.mjs';
const EXAMPLES = readdirSync(FOLDER).filter(
  (name) => name.endsWith('.mjs') && ![...SHARED, ...ROOM, RECEIVER].includes(name),
);

const started: Example[] = [];

/** An example that runs, and what it has said so far. */
class Example {
  readonly name: string;
  readonly ended: Promise<number | null>;
  said = '';
  private readonly child: ChildProcess;

  constructor(name: string, ...args: string[]) {
    this.name = name;
    started.push(this);
    const env = { ...process.env, DEV_KEY: TEST_DEV_KEY };
    this.child = spawn(process.execPath, [join(FOLDER, name), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [this.child.stdout!, this.child.stderr!])
      output.on('data', (chunk) => {
        this.said += chunk;
      });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until it has said this, and answers the match. */
  async says(what: RegExp): Promise<RegExpExecArray> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const match = what.exec(this.said);
      if (match) return match;
      if (Date.now() > deadline) throw new Error(`${this.name} did not say ${what}:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** At the end of a test that failed half-way. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Ends well, with a last line that says so. */
  async isDone(): Promise<void> {
    expect(await this.ended, `${this.name}:\n${this.said}`).to.equal(0);
    expect(this.said.trimEnd().split('\n').at(-1)).to.equal('done');
  }
}

describe('the examples', () => {
  let server: ServerProcess;
  const folder = temporaryFolder('examples');
  before(async () => {
    await build.buildSdk();
    server = await ServerProcess.start({ DATA_DIR: folder });
  });
  after(async () => {
    expect(await server.end('SIGTERM')).to.equal(0);
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    for (const each of started.splice(0)) each.kill();
  });

  it('are one a dialect', () => {
    expect(EXAMPLES).to.include.members(['heihei.mjs', 'lanying.mjs', 'linkv-im.mjs', 'linkv-live.mjs', 'openim.mjs']);
  });

  for (const name of EXAMPLES) {
    it(`${name} shows its first five minutes, as written`, async () => {
      await new Example(name, server.url).isDone();
    });
  }

  it('of the client play a room together: a host, a bot and a viewer', async () => {
    const host = new Example('host.mjs', server.url);
    const [, liveId] = await host.says(/room (\d+) is open/);
    const bot = new Example('bot.mjs', server.url, liveId!);
    await bot.says(/in the room/);
    const viewer = new Example('viewer.mjs', server.url, liveId!);
    await viewer.isDone();
    expect(viewer.said).to.include('999 gold left, and after sending it again 999');
    // The bot stays; a viewer may have left before the counters that name them come.
    for (const line of ['Welcome, Bot', 'Thank you for the 小黄瓜, Viewer', 'Bot: Viewer gave 1 gold'])
      await host.says(new RegExp(line));
    host.interrupt();
    for (const each of [host, bot]) await each.isDone();
  });
});
