import type { OnlineUsers } from '../../workers/online-users.ts';
import type { Owner } from './scheduler.ts';

/** Who has a socket at which process, as all of them see it. A process that died says nothing of its people any more. */
export class SimOnlineUsers {
  private readonly said = new Map<Owner, Set<string>>();

  open(owner: Owner): OnlineUsers {
    const here = new Set<string>();
    this.said.set(owner, here);
    return {
      came: (appId, userId) => void here.add(`${appId}.${userId}`),
      left: (appId, userId) => void here.delete(`${appId}.${userId}`),
      isOnline: async (appId, userId) => this.has(`${appId}.${userId}`),
      close: async () => here.clear(),
    };
  }

  has(key: string): boolean {
    return [...this.said].some(([owner, here]) => owner.isAlive && here.has(key));
  }
}
