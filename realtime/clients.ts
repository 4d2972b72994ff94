import type { Clock } from '../domain/kernel/clock.ts';
import { Sweeper } from '../timing/sweeper.ts';
import {
  type EngineClient,
  endUnanswered,
  notePings,
  pongAwaitedSince,
  terminate,
  terminateSoon,
  waitingBytes,
} from './engine-client.ts';
import type { RealtimeLimits } from './limits.ts';
import type { RealtimeMetrics } from './metrics.ts';
import { silentAmong } from './signs-of-life.ts';

interface Client {
  engine: EngineClient;
  address: string;
  /** ms of the sweeper's `now`. */
  openedMs: number;
  /** Whether its token is being checked: then the client waits for this process, not the other way round. */
  isSigningIn: boolean;
  session: Session | null;
}

/** What a client is signed in with. */
export interface Session {
  /** Epoch ms of the clock; undefined: never. */
  expiresAt: number | undefined;
  /** Called once the clock has passed `expiresAt`; it ends the client. */
  expire(): void;
}

/** The clients of one address; all sets are oldest first. */
interface OfAddress {
  count: number;
  /** Clients that are neither signed in nor signing in. */
  silent: Set<Client>;
  /** Pending while the clients are asked for a sign of life. */
  asking: Promise<void> | null;
  /** When they were asked last, in ms of `performance.now()`. */
  askedMs: number;
  /** Handshakes that wait for the answers, and handshakes let in afterwards that `count` does not include yet. */
  waiting: number;
  letIn: number;
}

/**
 * Every client that Engine.IO knows, signed in or not. It terminates clients that
 *
 * - are not signed in within `signInMs` (within `signingInMs` while the token is checked),
 * - are the oldest of more than `silentPerAddress` of one address that are not signed in after `silentGraceMs`,
 * - leave too many bytes unread (`cutBytes`, `unsignedCutBytes`),
 * - do not answer a ping within `pongWithinMs`.
 *
 * Time in which this process stood still does not count. Sessions end when they expire.
 */
export class Clients {
  private readonly limits: RealtimeLimits;
  private readonly metrics: RealtimeMetrics;
  private readonly clock: Clock;
  private readonly all = new Map<EngineClient, Client>();
  private readonly unsigned = new Set<Client>();
  private readonly addresses = new Map<string, OfAddress>();
  private readonly sweeper = new Sweeper(() => this.sweep());

  constructor(limits: RealtimeLimits, metrics: RealtimeMetrics, clock: Clock) {
    this.limits = limits;
    this.metrics = metrics;
    this.clock = clock;
  }

  get unsignedCount(): number {
    return this.unsigned.size;
  }

  /** Takes a new client in; it is forgotten when it closes. */
  add(engine: EngineClient, address: string): void {
    this.sweeper.start();
    notePings(engine, () => this.sweeper.now());
    const client: Client = { engine, address, openedMs: this.sweeper.now(), isSigningIn: false, session: null };
    this.all.set(engine, client);
    this.unsigned.add(client);
    let ofAddress = this.addresses.get(address);
    if (!ofAddress) {
      const notAsked = { asking: null, askedMs: Number.NEGATIVE_INFINITY, waiting: 0, letIn: 0 };
      ofAddress = { count: 0, silent: new Set(), ...notAsked };
      this.addresses.set(address, ofAddress);
    }
    ofAddress.count++;
    ofAddress.letIn = Math.max(0, ofAddress.letIn - 1);
    ofAddress.silent.add(client);
    engine.once('close', () => this.forget(client));
  }

  /** Its token has come and is being checked. */
  signingIn(engine: EngineClient): void {
    const client = this.all.get(engine);
    if (!client) return;
    client.isSigningIn = true;
    this.addresses.get(client.address)?.silent.delete(client);
  }

  /** It was refused; it may try again within its time. */
  refused(engine: EngineClient): void {
    const client = this.all.get(engine);
    if (!client) return;
    client.isSigningIn = false;
    this.addresses.get(client.address)?.silent.add(client);
  }

  signedIn(engine: EngineClient, session: Session): void {
    const client = this.all.get(engine);
    if (!client) return;
    client.isSigningIn = false;
    client.session = session;
    this.unsigned.delete(client);
    this.addresses.get(client.address)?.silent.delete(client);
  }

  /** Its Socket.IO socket is disconnected, so its transport is closed as well. */
  signedOut(engine: EngineClient): void {
    const client = this.all.get(engine);
    if (!client) return;
    client.session = null;
    engine.close();
    terminateSoon(engine);
  }

  /**
   * Whether one more client of this address may come in. At the limit the oldest client that is not signed in is
   * terminated, so that nobody locks out others behind the same address without signing in. If there is none, clients
   * that give no sign of life are terminated; the answer then takes up to `signOfLifeMs`.
   */
  makeRoom(address: string): boolean | Promise<boolean> {
    const ofAddress = this.addresses.get(address);
    if (!ofAddress || this.hasRoom(ofAddress)) return true;
    const [oldest] = ofAddress.silent;
    if (oldest) {
      this.metrics.evictedUnsigned++;
      terminate(oldest.engine);
      return true;
    }
    const { askAgainMs, handshakesWaiting } = this.limits;
    if (!ofAddress.asking) {
      if (performance.now() - ofAddress.askedMs < askAgainMs) return false;
      ofAddress.askedMs = performance.now();
      ofAddress.letIn = 0;
      ofAddress.asking = this.endSilent(address).finally(() => {
        ofAddress.asking = null;
      });
    }
    return ofAddress.waiting < handshakesWaiting && this.roomAfter(ofAddress.asking, address, ofAddress);
  }

  private hasRoom({ count, letIn }: OfAddress): boolean {
    return count + letIn < this.limits.connectionsPerAddress;
  }

  private async roomAfter(asking: Promise<void>, address: string, asked: OfAddress): Promise<boolean> {
    asked.waiting++;
    await asking;
    asked.waiting--;
    const ofAddress = this.addresses.get(address);
    if (!ofAddress) return true;
    if (!this.hasRoom(ofAddress)) return false;
    ofAddress.letIn++;
    return true;
  }

  /** Ends the clients of an address that give no sign of life. */
  private async endSilent(address: string): Promise<void> {
    const engines = [...this.all.values()].filter((client) => client.address === address).map(({ engine }) => engine);
    for (const engine of await silentAmong(engines, this.limits.signOfLifeMs)) {
      this.metrics.evictedSilent++;
      terminate(engine);
    }
  }

  /** Ends all clients now. */
  terminateAll(): void {
    for (const engine of [...this.all.keys()]) terminate(engine);
    this.sweeper.stop();
  }

  private forget(client: Client): void {
    this.all.delete(client.engine);
    this.unsigned.delete(client);
    const ofAddress = this.addresses.get(client.address);
    if (ofAddress) {
      ofAddress.silent.delete(client);
      if (--ofAddress.count === 0) this.addresses.delete(client.address);
    }
    if (this.all.size === 0) this.sweeper.stop();
  }

  private sweep(): void {
    const { signInMs, signingInMs, silentGraceMs, silentPerAddress } = this.limits;
    for (const { engine, openedMs, isSigningIn } of this.unsigned) {
      const openMs = this.sweeper.passedSince(openedMs);
      if (openMs < Math.min(signInMs, signingInMs)) break;
      if (openMs < (isSigningIn ? signingInMs : signInMs)) continue;
      this.metrics.cutUnsigned++;
      terminate(engine);
    }
    for (const { silent } of this.addresses.values()) {
      if (silent.size <= silentPerAddress) continue;
      const old = [...silent].filter(({ openedMs }) => this.sweeper.passedSince(openedMs) >= silentGraceMs);
      for (const { engine } of old.slice(0, Math.max(0, old.length - silentPerAddress))) {
        this.metrics.evictedUnsigned++;
        terminate(engine);
      }
    }
    this.sweepAll(this.clock.now());
  }

  private sweepAll(nowEpochMs: number): void {
    const { cutBytes, unsignedCutBytes, pongWithinMs } = this.limits;
    for (const { engine, session } of this.all.values()) {
      const awaitedMs = pongAwaitedSince(engine);
      if (waitingBytes(engine) > (session ? cutBytes : unsignedCutBytes)) {
        this.metrics.cutSlow++;
        terminate(engine);
      } else if (session?.expiresAt !== undefined && session.expiresAt <= nowEpochMs) {
        session.expire();
      } else if (awaitedMs !== null && this.sweeper.passedSince(awaitedMs) >= pongWithinMs) {
        endUnanswered(engine);
      }
    }
  }
}
