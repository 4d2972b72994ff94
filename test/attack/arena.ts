import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { Client } from '../support/client.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

export type Params = Record<string, string | number>;

interface LoggedEvent {
  position: number;
  type: string;
  meta: { actor: number; cause?: { position: number } };
}

/** How often the people in rooms say that they are there, ms. On a busy machine a suite takes longer than may pass without. */
const HEARTBEAT_MS = 5_000;

/** What jobs write some time after a live has started, whoever acts meanwhile; nobody and the system have the same id. */
const IN_ITS_OWN_TIME = new Set(['FansPushed', 'FansPushEnded', 'PushSettled', 'OrderQueried', 'OrderExpired']);

/** The real server in a process of its own, and the people who attack it and each other. */
export class Arena {
  readonly server: ServerProcess;
  private readonly dataDir: string;
  private readonly people: Client[] = [];
  private readonly inRooms: { client: Client; liveId: number; isCreator: 0 | 1 }[] = [];
  private readonly heart = setInterval(() => this.beat(), HEARTBEAT_MS);
  private phones = 13_100_000_000;
  private read = 0;

  private constructor(server: ServerProcess, dataDir: string) {
    this.server = server;
    this.dataDir = dataDir;
  }

  /** `env` goes on top of dev mode, in which the attacks are prepared: codes, gold and bans come from its routes. */
  static async open(name: string, env: Record<string, string> = {}): Promise<Arena> {
    const dataDir = temporaryFolder(`attack-${name}`);
    return new Arena(await ServerProcess.start({ DATA_DIR: dataDir, ...env }), dataDir);
  }

  get url(): string {
    return this.server.url;
  }

  nobody(token = ''): Client {
    const client = new Client(this.url, 'nobody');
    client.token = token;
    this.people.push(client);
    return client;
  }

  nextPhone(): string {
    return String(this.phones++);
  }

  async person(displayName: string, gold = 0): Promise<Client> {
    const client = await new Client(this.url, displayName).signIn(this.nextPhone(), { displayName });
    this.people.push(client);
    if (gold > 0) await client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold });
    return client;
  }

  /** A live of this host that plays, with these people in its room; their apps send heartbeats until the end. */
  async room(host: Client, ...viewers: Client[]): Promise<number> {
    const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    this.inRooms.push({ client: host, liveId, isCreator: 1 });
    for (const viewer of viewers) await this.enter(viewer, liveId);
    return liveId;
  }

  /** Joins a live, and sends heartbeats from then on. */
  async enter(client: Client, liveId: number): Promise<void> {
    await client.must('/api/live/join-live', { liveId });
    this.inRooms.push({ client, liveId, isCreator: 0 });
  }

  /** Whoever was refused one (the live has ended, they were thrown out) sends no more. */
  private beat(): void {
    for (const one of [...this.inRooms]) {
      const { client, liveId, isCreator } = one;
      client.call('/api/live/heart-beat', { liveId, isCreator }).then(
        ({ errorcode }) => {
          const at = this.inRooms.indexOf(one);
          if (errorcode !== 0 && at >= 0) this.inRooms.splice(at, 1);
        },
        () => {},
      );
    }
  }

  /**
   * What was written to the log since the last look: the types of one actor's events, or everybody's. What follows from events before that look is
   * left out: reactors come to it when they can.
   */
  async written(actor?: number): Promise<string[]> {
    const found: string[] = [];
    const limit = 1_000;
    const lookedAt = this.read;
    const late = new Set<number>();
    for (;;) {
      const { events } = (await this.nobody().dev('GET', `/dev/events?after=${this.read}&limit=${limit}`)) as {
        events: LoggedEvent[];
      };
      this.read = events.at(-1)?.position ?? this.read;
      for (const { position, type, meta } of events) {
        const { cause } = meta;
        if (cause && (cause.position <= lookedAt || late.has(cause.position))) late.add(position);
        else if (!IN_ITS_OWN_TIME.has(type) && (actor === undefined || meta.actor === actor)) found.push(type);
      }
      if (events.length < limit) return found;
    }
  }

  /** What somebody owns, as the wallet itself says. */
  async gold(client: Client): Promise<number> {
    return Number((await client.must('/api/payment/statistic')).gold);
  }

  /** Sends bytes as they are, and resolves with everything that came back when the server has closed the connection. */
  shout(...pieces: (string | Uint8Array)[]): Promise<string> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve) => {
      let heard = '';
      const socket = connect(Number(port), hostname, () => {
        for (const piece of pieces) socket.write(piece);
      });
      socket.setEncoding('latin1').on('data', (text) => {
        heard += text;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(heard));
    });
  }

  /** Stops the server and looks at what the attacks left behind: `sound` when it ends well and the books are right. */
  async close(): Promise<string> {
    clearInterval(this.heart);
    for (const client of this.people) client.close();
    const code = await this.server.end('SIGTERM');
    const verified = await runMain(['verify'], { DATA_DIR: this.dataDir });
    rmSync(this.dataDir, { recursive: true });
    const internal = /"level":(50|60)|\n\s+at .*:\d+:\d+/.exec(this.server.text);
    if (internal) return this.server.text;
    return code === 0 && verified.code === 0 ? 'sound' : `exit ${code}\n${verified.stdout}${verified.stderr}`;
  }
}

/** The errorcode alone. */
export const codeOf = async (answer: Promise<{ errorcode: number }>): Promise<number> => (await answer).errorcode;
