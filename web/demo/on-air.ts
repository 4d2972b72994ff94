import type { Client, Messages, Room } from '../../sdk/index.ts';

/** Small: a tile is some 20 rem wide. */
const CAMERA = { audio: false, video: { width: 320, height: 240 } };

/** The room token of a conference, as the media server gets it. */
export interface RtcToken {
  roomName: string;
  /** What the token allows: its payload, read and not checked. */
  claims: Record<string, unknown>;
}

/** The conference of a room, as one person sees it. */
export interface Shown {
  /** `asking`: this viewer waits for the host. `invited`: the host waits for this viewer. */
  phase: 'off' | 'asking' | 'invited' | 'on';
  /** Who is on air beside the host; null for nobody. */
  guest: { userId: number; name: string; coverUrl: string; isConnected: boolean } | null;
  token: RtcToken | null;
  /** This person's camera, while it is on. */
  camera: MediaStream | null;
  /** What the host was told last of somebody who asks: begins with that name. */
  request: string;
}

/** 连麦: asks for a place on air, answers the host, enters, and shows the camera (heihei, 申请连麦接口 to 退出连麦接口). */
export class OnAir {
  shown: Shown = { phase: 'off', guest: null, token: null, camera: null, request: '' };
  private readonly client: Client;
  private readonly room: Room;
  private readonly changed: () => void;
  private readonly say: (notice: string) => void;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private readonly stops: (() => void)[];

  /** `say` gets what the other side did. */
  constructor(client: Client, room: Room, changed: () => void, say: (notice: string) => void) {
    this.client = client;
    this.room = room;
    this.changed = changed;
    this.say = say;
    const isOurs = ({ liveId }: { liveId: number }) => liveId === room.liveId;
    this.stops = [
      client.on('conference-notify', (invitation) => {
        if (!isOurs(invitation)) return;
        this.wait('invited', invitation.expireTime);
        say('The host calls you on air.');
      }),
      client.on('join-conference', (call) => void (isOurs(call) && this.enter())),
      client.on('stop-conference', (stop) => {
        if (!isOurs(stop)) return;
        this.end();
        say('The other side hung up.');
      }),
      client.on('show-tip', ({ message }) => {
        say(message.title);
        // A viewer who waits is told of nothing but the end of it.
        if (this.shown.phase !== 'on') this.wait('off', 0);
        this.show({ request: message.title });
      }),
      room.on('conference-status', (status) => this.see(status)),
    ];
  }

  /** A viewer asks the host. Errors: those of `live.callRequest`. Each of these answers what the page says then. */
  async ask(): Promise<string> {
    const { expireTime } = await this.client.live.callRequest({ liveId: this.room.liveId });
    if (expireTime === 0) return 'The host had called you: you go on air.';
    this.wait('asking', expireTime);
    return 'The host is asked. Waiting …';
  }

  /** The host calls a viewer, or accepts the one who asked. Errors: those of `live.callRequest`. */
  async call(userId: number, name: string): Promise<string> {
    await this.client.live.callRequest({ liveId: this.room.liveId, userId });
    return `${name} is called on air.`;
  }

  /** An invited viewer accepts. Errors: those of `live.acceptConference`. */
  async accept(): Promise<string> {
    this.wait('off', 0);
    await this.client.live.acceptConference({ liveId: this.room.liveId });
    return 'You go on air.';
  }

  /** An invited viewer refuses. Errors: those of `live.refuseConference`. */
  async refuse(ownId: number): Promise<string> {
    this.wait('off', 0);
    await this.client.live.refuseConference({ liveId: this.room.liveId, userId: ownId });
    return 'You stay off air.';
  }

  /** Hangs up, or takes the question back. Errors: those of `live.quitConference`. */
  async quit(): Promise<string> {
    await this.client.live.quitConference({ liveId: this.room.liveId });
    this.end();
    return 'You are off air.';
  }

  /** Switches this person's camera on, or off; a browser may refuse, or have none. */
  async switchCamera(): Promise<string> {
    if (!this.shown.camera) return (await this.openCamera()) ? 'Your camera is on.' : 'This browser shows no camera.';
    this.closeCamera();
    return 'Your camera is off.';
  }

  close(): void {
    clearTimeout(this.waiting);
    for (const stop of this.stops) stop();
    this.closeCamera();
  }

  /** The conference was accepted: this side enters and says so at once, since the server waits for seconds only. */
  private async enter(): Promise<void> {
    const { liveId } = this.room;
    try {
      const { token } = await this.client.live.joinConference({ liveId });
      await this.client.live.conferenceSuccess({ liveId });
      clearTimeout(this.waiting);
      this.show({ phase: 'on', request: '', token: { roomName: token.roomName, claims: claimsOf(token.roomToken) } });
      const hasCamera = await this.openCamera();
      this.say(hasCamera ? 'You are on air, with your camera.' : 'You are on air; this browser shows no camera.');
    } catch (error) {
      this.end();
      this.say(String((error as Error).message));
    }
  }

  private see({ status, fromUserId, fromUserName, coverUrl }: Messages['conference-status']): void {
    const isOver = status === 2;
    if (isOver && this.shown.phase === 'on') this.end();
    const guest = { userId: fromUserId, name: fromUserName, coverUrl, isConnected: status === 1 };
    this.show({ guest: isOver ? null : guest });
  }

  private end(): void {
    clearTimeout(this.waiting);
    this.show({ phase: 'off', token: null, guest: null });
    this.closeCamera();
  }

  /** Resolves to whether it is on. */
  private async openCamera(): Promise<boolean> {
    if (!this.shown.camera) {
      const camera = await navigator.mediaDevices?.getUserMedia(CAMERA).catch(() => null);
      this.show({ camera: camera ?? null });
    }
    return this.shown.camera !== null;
  }

  private closeCamera(): void {
    for (const track of this.shown.camera?.getTracks() ?? []) track.stop();
    this.show({ camera: null });
  }

  /** What is not answered within `seconds` is over. */
  private wait(phase: Shown['phase'], seconds: number): void {
    clearTimeout(this.waiting);
    this.show({ phase });
    if (phase !== 'off') this.waiting = setTimeout(() => this.show({ phase: 'off' }), seconds * 1_000);
  }

  private show(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    this.changed();
  }
}

/** The payload of a JSON Web Token; only the media server checks its signature. */
function claimsOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  return JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
}
