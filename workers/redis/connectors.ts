import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { AbstractConnector, type RedisOptions, SentinelConnector } from 'ioredis';
import { unsuitability } from './suitability.ts';

/** Called after each check of a new connection's server: why it cannot be used, or null. */
export type OnChecked = (unsuitable: string | null) => void;

type Connector = NonNullable<RedisOptions['Connector']>;

/**
 * A connector for ioredis that checks the server each time: one that cannot be used (demoted to a replica, or one that drops
 * keys) is disconnected before any command goes to it, and tried again later. BullMQ's own connections are duplicates of the
 * client's, so they are checked as well.
 */
export function checkedConnector(sentinel: boolean, onChecked: OnChecked): Connector {
  const check = (info: Record<string, string>): boolean => {
    const unsuitable = unsuitability(info);
    onChecked(unsuitable);
    return unsuitable === null;
  };
  if (sentinel) {
    return class extends SentinelConnector {
      override check(info: Record<string, string>): boolean {
        // Its own check goes on to the next Sentinel when this one has named a replica.
        return super.check(info) && check(info);
      }
    } as unknown as Connector;
  }
  return class extends ServerConnector {
    override check = check;
  } as Connector;
}

/** Connects to one server, as the client does by itself. */
class ServerConnector extends AbstractConnector {
  private readonly options: RedisOptions;

  constructor(options: unknown) {
    const { disconnectTimeout = 2_000 } = options as { disconnectTimeout?: number };
    super(disconnectTimeout);
    this.options = options as RedisOptions;
  }

  override connect(): Promise<Socket | TLSSocket> {
    const { host, port = 6379, family, tls } = this.options;
    this.connecting = true;
    this.stream = tls ? connectTls({ host, port, ...tls }) : connectTcp({ host, port, family });
    this.stream.once('error', (error) => {
      this.firstError = error;
    });
    return Promise.resolve(this.stream);
  }
}
