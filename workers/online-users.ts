/** Tells who has a socket open, on any gateway. */
export interface OnlineUsers {
  /** A person's first socket at this gateway was opened. */
  came(appId: string, userId: number): void;
  /** Their last one here was closed. */
  left(appId: string, userId: number): void;
  /**
   * Whether a person has a socket open now. Somebody whose gateway died counts as online for as long as the adapter keeps what gateways
   * said; nobody who has a socket counts as offline, except in the moment in which it opens. Rejects when it cannot be known.
   */
  isOnline(appId: string, userId: number): Promise<boolean>;
  /** Says that nobody is online here any more. */
  close(): Promise<void>;
}

/** Of one process, which is all of Salon. */
export function localOnlineUsers(): OnlineUsers {
  const online = new Set<string>();
  return {
    came: (appId, userId) => void online.add(`${appId}.${userId}`),
    left: (appId, userId) => void online.delete(`${appId}.${userId}`),
    isOnline: async (appId, userId) => online.has(`${appId}.${userId}`),
    close: async () => online.clear(),
  };
}
