import { nameOf } from './connection.ts';
import { Emitter } from './emitter.ts';
import type { CallOptions, Calls, ClientEvents, Gap, Messages, Positions, State } from './types.ts';

type Answer<Call extends (...args: never) => unknown> = Awaited<ReturnType<Call>>;

/** The messages of a room, by name, and what happens to it. */
export interface RoomEvents extends Omit<Messages, 'message'> {
  message: Messages[keyof Messages];
  /** Texts were left out after this position. */
  gap: Gap;
  /** Something could not be sent again: the room as it is now. */
  refetched: { reason: string; live: Answer<Calls['live']['getLive']>['live'] };
  /** The client is in it no longer. */
  left: { reason: string };
}

export interface JoinOptions {
  /** Of an invitation: opens a full room once. */
  liveKey?: string;
  /** Whether what was said so far comes first; default: true. */
  history?: boolean;
}

/** What a room needs of its client. */
export interface RoomClient extends Emitter<ClientEvents>, Pick<Calls, 'live' | 'message'> {
  readonly state: State;
  readonly positions: Positions;
  connect(): Promise<void>;
  reconnect(): Promise<void>;
}

/** A live room, as its host or a viewer has it. Signs of life are sent as long as one is in it. */
export class Room extends Emitter<RoomEvents> {
  readonly liveId: number;
  readonly channel: string;
  private readonly client: RoomClient;
  private beating: ReturnType<typeof setTimeout> | undefined;
  /** 1 for the host's; null for none. */
  private seat: 0 | 1 | null = null;
  private readonly stops: (() => void)[];

  /** Made by `client.room`. */
  constructor(client: RoomClient, liveId: number, app: string) {
    super();
    this.client = client;
    this.liveId = liveId;
    this.channel = `live:${app}.${liveId}`;
    const isOurs = ({ channel }: { channel: string }) => channel === this.channel;
    this.stops = [
      client.on('message', (message) => {
        if (!isOurs(message)) return;
        this.emit('message', message);
        const name = nameOf(message);
        if (name !== 'message') this.emit(name as keyof RoomEvents, message as never);
      }),
      client.on('gap', (gap) => isOurs(gap) && this.emit('gap', gap)),
      client.on('refetch', (refetch) => void (isOurs(refetch) && this.refetch(refetch.reason))),
      // No sign of life comes from a closed client; one that is open again gives them again.
      client.on('state', ({ state, reason }) => {
        if (state === 'closed' && reason !== 'reopened') clearTimeout(this.beating);
        else if (state === 'live' && this.seat !== null) this.beat(this.seat);
      }),
      client.on('left', (left) => {
        if (!isOurs(left)) return;
        this.stopBeating();
        this.emit('left', left);
      }),
    ];
  }

  /**
   * Takes a seat, and connects. What was said before comes first, as messages do, unless `history` is false. Errors: those of
   * `live.joinLive`.
   */
  async join({ liveKey = '', history = true }: JoinOptions = {}): Promise<Answer<Calls['live']['joinLive']>> {
    const { client, channel, liveId } = this;
    const answer = await client.live.joinLive({ liveId, liveKey });
    this.beat(0);
    const wasLive = client.state !== 'closed';
    if (history && client.positions[channel] === undefined) client.positions[channel] = 0;
    else client.positions[channel] ??= answer.position;
    // The server learns what is wanted when a socket connects.
    if (wasLive && history) await client.reconnect();
    else await client.connect();
    return answer;
  }

  /** Begins the host's live, and connects. Errors: those of `live.startLive`. */
  async start(): Promise<Answer<Calls['live']['startLive']>> {
    const answer = await this.client.live.startLive({ liveId: this.liveId });
    this.beat(1);
    await this.client.connect();
    return answer;
  }

  say(text: string, options?: CallOptions) {
    return this.client.message.sendMsg({ liveId: this.liveId, roomId: this.liveId, text }, options);
  }

  /** Gives the host a gift. `gift_uuid` names a combo, in which `amount` counts up. */
  gift(giftId: number, { amount = 1, gift_uuid = '', ...options }: GiftOptions = {}) {
    return this.client.live.buyGift({ liveId: this.liveId, giftId, amount, gift_uuid }, options);
  }

  /** Gives the seat back. */
  async leave(): Promise<void> {
    this.close();
    await this.client.live.quitLive({ liveId: this.liveId });
  }

  /** Hears nothing more, and gives no sign of life. */
  close(): void {
    this.stopBeating();
    for (const stop of this.stops) stop();
  }

  /** 1: as the host. The server says how long until the next one. */
  private beat(isCreator: 0 | 1, afterS = 0): void {
    clearTimeout(this.beating);
    this.seat = isCreator;
    this.beating = setTimeout(async () => {
      try {
        const { nextTimeout } = await this.client.live.heartBeat({ liveId: this.liveId, isCreator });
        if (this.isBeating()) this.beat(isCreator, nextTimeout);
      } catch (error) {
        // Not in the room any more: `left` tells.
        if ((error as { temporary?: boolean }).temporary && this.isBeating()) this.beat(isCreator, 1);
      }
    }, afterS * 1_000);
  }

  private isBeating(): boolean {
    return this.seat !== null && this.client.state !== 'closed';
  }

  private stopBeating(): void {
    this.seat = null;
    clearTimeout(this.beating);
  }

  private async refetch(reason: string): Promise<void> {
    const answer = await this.client.live.getLive({ liveId: this.liveId }).catch(() => null);
    if (answer) this.emit('refetched', { reason, live: answer.live });
    else this.emit('left', { reason });
  }
}

export interface GiftOptions extends CallOptions {
  amount?: number;
  gift_uuid?: string;
}
