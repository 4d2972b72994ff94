import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { SimKeys } from './keys.ts';

/** What is left of people at the end of the log, by user id. */
interface Left {
  names: Map<string, number>;
  /** `follower.followed`. */
  follows: Set<string>;
  blocks: Set<string>;
  /** Live → who is in it, and the host under its own id. */
  rooms: Map<number, Set<number>>;
  erased: Set<number>;
  completed: Map<number, number>;
}

/**
 * Holds the log and the keys against the promise of erasures: whoever is erased is so wholly. Their key is destroyed, their names are
 * free, nobody follows them and they follow and block nobody, they are in no room; and whoever is not erased has their key.
 */
export function checkErasures(events: readonly LoggedEvent[], keys: SimKeys, violation: (what: string) => void): void {
  const { names, follows, blocks, rooms, erased, completed } = leftAtTheEnd(events);
  for (const userId of keys.destroyed)
    if (!erased.has(userId)) violation(`7: the key of ${userId} is destroyed, and nobody has erased them`);
  for (const userId of erased) {
    const half = (what: string) => violation(`7: ${userId} is erased by half: ${what}`);
    if (completed.get(userId) !== 1) half(`completed ${completed.get(userId) ?? 0} times`);
    if (!keys.destroyed.has(userId)) half('the key is there');
    for (const [name, owner] of names) if (owner === userId) half(`the name ${name} is theirs`);
    for (const edge of [...follows, ...blocks]) if (edge.split('.').includes(String(userId))) half(`relation ${edge}`);
    for (const [liveId, room] of rooms) if (room.has(userId)) half(`in the room of ${liveId}`);
  }
}

function leftAtTheEnd(events: readonly LoggedEvent[]): Left {
  const left: Left = {
    names: new Map(),
    follows: new Set(),
    blocks: new Set(),
    rooms: new Map(),
    erased: new Set(),
    completed: new Map(),
  };
  for (const event of events) fold(left, event);
  // Others may have blocked the person: that is theirs.
  for (const edge of left.blocks) if (!left.erased.has(Number(edge.split('.')[0]))) left.blocks.delete(edge);
  return left;
}

function fold({ names, follows, blocks, rooms, erased, completed }: Left, { type, data, stream }: LoggedEvent): void {
  switch (type) {
    case 'IdentityClaimed':
      names.set(stream, data.userId);
      break;
    case 'IdentityReleased':
      names.delete(stream);
      break;
    case 'UserFollowed':
      follows.add(`${data.userId}.${data.targetId}`);
      break;
    case 'UserUnfollowed':
      follows.delete(`${data.userId}.${data.targetId}`);
      break;
    case 'UserBlocked':
      blocks.add(`${data.userId}.${data.targetId}`);
      break;
    case 'UserUnblocked':
      blocks.delete(`${data.userId}.${data.targetId}`);
      break;
    case 'LiveStarted':
      rooms.set(data.liveId, new Set([data.hostId]));
      break;
    case 'LiveStopped':
      rooms.delete(data.liveId);
      break;
    case 'ViewerJoined':
      rooms.get(data.liveId)?.add(data.userId);
      break;
    case 'ViewerLeft':
      rooms.get(data.liveId)?.delete(data.userId);
      break;
    case 'PersonErased':
      erased.add(data.userId);
      break;
    case 'ErasureCompleted':
      completed.set(data.userId, (completed.get(data.userId) ?? 0) + 1);
  }
}
