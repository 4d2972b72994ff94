import { type Client, createClient, type Room } from '../../sdk/index.ts';
import { devPerson } from '../shared/dev-person.ts';

/** How long robots stay, and how often one of them does something, ms: lively, and soon over. */
const STAY_MS = 60_000;
const EVERY_MS = 1_500;
const ROBOTS = 2;
const SAYINGS = ['Hello from a robot', 'What a show', 'More of this, please', 'I am not paid to say this', 'Bravo'];
/** Cheap ones: a minute of them is a fraction of what a robot has. */
const GIFTS = [101, 102, 103];

/** Viewers by themselves: they sign in, join, chat and give, go on air when they are called, and leave. */
export class Robots {
  private readonly liveId: number;
  private readonly gone: () => void;
  private readonly inside: { client: Client; room: Room }[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;
  private turns = 0;
  private isOver = false;

  /** `gone` is called when they have left. */
  constructor(liveId: number, gone: () => void) {
    this.liveId = liveId;
    this.gone = gone;
  }

  /** Resolves when they are in the room. Errors: those of signing in and joining, after which none is inside. */
  async come(): Promise<void> {
    try {
      for (let n = 0; n < ROBOTS && !this.isOver; n++) {
        const client = createClient({ url: location.origin, token: (await devPerson()).token });
        const room = client.room(this.liveId);
        this.inside.push({ client, room });
        goesOnAir(client, this.liveId);
        await room.join({ history: false });
      }
    } catch (error) {
      this.leave();
      throw error;
    }
    if (this.isOver) return this.leave();
    this.timer = setInterval(() => void this.act(), EVERY_MS);
    setTimeout(() => this.leave(), STAY_MS);
  }

  leave(): void {
    this.isOver = true;
    clearInterval(this.timer);
    for (const { client, room } of this.inside.splice(0)) {
      client.close();
      // The room may be over.
      void room.leave().catch(() => undefined);
    }
    this.gone();
  }

  /** What is refused, as in a room that is over, ends the visit. */
  private async act(): Promise<void> {
    const turn = this.turns++;
    const { room } = this.inside[turn % ROBOTS]!;
    const half = Math.floor(turn / 2);
    try {
      if (turn % 3 === 2) await room.gift(GIFTS[half % GIFTS.length]!);
      else await room.say(SAYINGS[half % SAYINGS.length]!);
    } catch {
      if (!this.isOver) this.leave();
    }
  }
}

/** A robot that the host calls on air goes there. */
function goesOnAir(client: Client, liveId: number): void {
  // What is refused, as to one who answers too late, needs no robot's attention.
  const quietly = (call: Promise<unknown>) => void call.catch(() => undefined);
  client.on('conference-notify', () => quietly(client.live.acceptConference({ liveId })));
  client.on('join-conference', () =>
    quietly(client.live.joinConference({ liveId }).then(() => client.live.conferenceSuccess({ liveId }))),
  );
}
