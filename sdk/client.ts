import { Caller } from './caller.ts';
import { Connection } from './connection.ts';
import { Emitter } from './emitter.ts';
import { paths } from './generated/paths.ts';
import { Room } from './room.ts';
import type { CallOptions, Calls, ClientEvents, ClientOptions, Positions, State } from './types.ts';

/** A person's client: calls by module (`client.live.buyGift({ … })`), and one socket for everything that is told them. */
export type Client = Connected & Calls;

class Connected extends Emitter<ClientEvents> {
  /** Of the session that calls and connections are made in. */
  token: string;
  private readonly options: ClientOptions;
  private readonly connection: Connection;

  constructor(options: ClientOptions) {
    super();
    this.options = { ...options, url: options.url.replace(/\/$/, '') };
    this.token = options.token ?? '';
    this.connection = new Connection(this.options, this, () => this.token);
    const caller = new Caller(this.options, this);
    const call = (path: string) => (params: object, given?: CallOptions) =>
      caller.call(path, params ?? {}, this.token, given);
    for (const [module, odd] of Object.entries(paths)) {
      const calls = new Proxy(odd, {
        get: (known, name) =>
          typeof name === 'string' ? call(known[name] ?? `/api/${module}/${kebab(name)}`) : undefined,
      });
      Object.defineProperty(this, module, { value: calls });
    }
  }

  get state(): State {
    return this.connection.state;
  }

  /** Last position seen, by channel: what the next connection goes on from. */
  get positions(): Positions {
    return this.connection.positions;
  }

  /** Opens the socket; resolves when it is live. Calls need none. Rejects when the server refuses the token. */
  connect(): Promise<void> {
    return this.connection.open();
  }

  /** Comes back at once, going on from `positions`. */
  reconnect(): Promise<void> {
    return this.connection.reopen();
  }

  /** Ends the socket, until `connect`; calls go on. */
  close(): void {
    this.connection.close('asked');
  }

  /** A room to hear and speak in. */
  room(liveId: number): Room {
    return new Room(this as unknown as Client, liveId, this.options.app ?? 'heihei');
  }
}

/** `buyGift` is at `/api/live/buy-gift`, unless `paths` says otherwise. */
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function createClient(options: ClientOptions): Client {
  return new Connected(options) as unknown as Client;
}
