import type { PresenceKind, RoomsNotes, WatchedRoom } from './presence-kinds.ts';

interface Room extends WatchedRoom {
  /** User id → when the last beat came, in ms of the clock's `elapsed`. */
  beats: Map<number, number>;
  /** Members of whom the others have been shown that they may be lost. */
  lost: Set<number>;
}

/** Somebody to be taken out, or to be shown as lost. */
export interface Silent {
  room: WatchedRoom;
  userId: number;
}

/** The rooms of one kind, and when each member gave the last sign of life. Times are ms of the clock's `elapsed`. */
export class WatchedRooms implements RoomsNotes {
  readonly kind: PresenceKind;
  private readonly rooms = new Map<string, Room>();
  private readonly elapsed: () => number;
  private readonly isOurs: (stream: string) => boolean;

  /** `isOurs`: which rooms are watched here, by their streams; default: all. */
  constructor(kind: PresenceKind, elapsed: () => number, isOurs: (stream: string) => boolean = () => true) {
    this.kind = kind;
    this.elapsed = elapsed;
    this.isOurs = isOurs;
  }

  opened(room: WatchedRoom): boolean {
    if (!this.isOurs(this.kind.stream(room.appId, room.roomId))) return false;
    const key = keyOf(room.appId, room.roomId);
    if (!this.rooms.has(key)) this.rooms.set(key, { ...room, beats: new Map(), lost: new Set() });
    return true;
  }

  closed(appId: string, roomId: number): void {
    this.rooms.delete(keyOf(appId, roomId));
  }

  joined(appId: string, roomId: number, userId: number): void {
    this.rooms.get(keyOf(appId, roomId))?.beats.set(userId, this.elapsed());
  }

  left(appId: string, roomId: number, userId: number): void {
    this.rooms.get(keyOf(appId, roomId))?.beats.delete(userId);
  }

  /** A beat that came at `atMs`. One of somebody who is not in the room is ignored. */
  beat(appId: string, roomId: number, userId: number, atMs: number): void {
    const room = this.rooms.get(keyOf(appId, roomId));
    const last = room?.beats.get(userId);
    if (!room || last === undefined || atMs <= last) return;
    room.beats.set(userId, atMs);
    room.lost.delete(userId);
  }

  /**
   * Members whose last beat came at or before `since`, hosts first. Of a room with such a host the other members are left out: it ends for
   * all of them.
   */
  absent(since: number): Silent[] {
    const hosts: Silent[] = [];
    const others: Silent[] = [];
    for (const room of this.rooms.values()) {
      const isSilent = (userId: number) => (room.beats.get(userId) ?? Infinity) <= since;
      const host = room.hosts.find(isSilent);
      if (host !== undefined) hosts.push({ room, userId: host });
      else for (const userId of room.beats.keys()) if (isSilent(userId)) others.push({ room, userId });
    }
    return [...hosts, ...others];
  }

  /** Members whose last beat came at or before `since` and of whom that has not been said yet. */
  newlyLost(since: number): Silent[] {
    return [...this.rooms.values()].flatMap((room) =>
      [...room.beats.keys()]
        .filter((userId) => !room.lost.has(userId) && this.isAbsent({ room, userId }, since))
        .map((userId) => ({ room, userId })),
    );
  }

  isAbsent({ room, userId }: Silent, since: number): boolean {
    return (this.rooms.get(keyOf(room.appId, room.roomId))?.beats.get(userId) ?? Infinity) <= since;
  }

  /** The member was shown as lost. */
  noteLost({ room, userId }: Silent): void {
    this.rooms.get(keyOf(room.appId, room.roomId))?.lost.add(userId);
  }

  /** The member was taken out. */
  noteRemoved({ room, userId }: Silent): void {
    if (room.hosts.includes(userId)) this.closed(room.appId, room.roomId);
    else this.left(room.appId, room.roomId, userId);
  }
}

function keyOf(appId: string, roomId: number): string {
  return `${appId}.${roomId}`;
}
