import type { Connection } from './connection.ts';
import { Refusal } from './door.ts';
import { terminate } from './engine-client.ts';
import type { RealtimeLimits } from './limits.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Identity, OnlineUsers } from './ports.ts';
import { silentAmong } from './signs-of-life.ts';
import { addTo, removeFrom, userKey } from './user-sets.ts';

const keyOf = ({ appId, userId }: Identity) => userKey(appId, userId);

/** The connections of each user, oldest first, and how many of them there may be. */
export class UserConnections {
  private readonly limits: RealtimeLimits;
  private readonly metrics: RealtimeMetrics;
  private readonly online: OnlineUsers | undefined;
  private readonly ofUser = new Map<string, Set<Connection>>();
  /** Users with too many connections, which are being asked for signs of life. */
  private readonly beingLimited = new Set<string>();

  constructor(limits: RealtimeLimits, metrics: RealtimeMetrics, online?: OnlineUsers) {
    this.limits = limits;
    this.metrics = metrics;
    this.online = online;
  }

  add(connection: Connection): void {
    const { appId, userId } = connection.identity;
    const key = userKey(appId, userId);
    if (!this.ofUser.has(key)) this.online?.came(appId, userId);
    addTo(this.ofUser, key, connection);
  }

  /** False when it was not there. */
  remove(connection: Connection): boolean {
    const { appId, userId } = connection.identity;
    const key = userKey(appId, userId);
    const wasThere = removeFrom(this.ofUser, key, connection);
    if (wasThere && !this.ofUser.has(key)) this.online?.left(appId, userId);
    return wasThere;
  }

  /** The connections of the user with this `userKey`. */
  of(key: string): Connection[] {
    return [...(this.ofUser.get(key) ?? [])];
  }

  all(): Connection[] {
    return [...this.ofUser.values()].flatMap((ofUser) => [...ofUser]);
  }

  /** Throws `Refusal` when more than twice as many as allowed are open or arriving: there is no time to ask which are alive. */
  checkRoom(identity: Identity, arriving: number): void {
    const { connectionsPerUser, signOfLifeMs } = this.limits;
    const open = this.ofUser.get(keyOf(identity))?.size ?? 0;
    if (open + arriving <= 2 * connectionsPerUser) return;
    throw new Refusal('temporary', 'too many connections', signOfLifeMs);
  }

  /**
   * Ends the connections that a user has too many of, within `signOfLifeMs`: first those that give no sign of life, since a
   * phone that loses its network leaves some behind; then the oldest ones.
   */
  async limit(identity: Identity): Promise<void> {
    const key = keyOf(identity);
    const surplus = () => Math.max(0, this.of(key).length - this.limits.connectionsPerUser);
    if (surplus() === 0 || this.beingLimited.has(key)) return;
    this.beingLimited.add(key);
    while (surplus() > 0) {
      const asked = this.of(key);
      const clients = asked.map(({ client }) => client);
      const silent = await silentAmong(clients, this.limits.signOfLifeMs);
      for (const client of [...silent].slice(0, surplus())) {
        this.metrics.evictedSilent++;
        terminate(client);
      }
      const alive = asked.filter(({ client }) => !silent.has(client));
      for (const oldest of alive.slice(0, surplus())) oldest.end('too many connections');
    }
    this.beingLimited.delete(key);
  }
}
