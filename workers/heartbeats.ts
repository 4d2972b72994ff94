/** One heartbeat of somebody in a live. */
export interface Beat {
  appId: string;
  liveId: number;
  userId: number;
  /** Epoch ms. */
  at: number;
}

/**
 * The way of heartbeats from the process that answers a client to the one that watches presence. Beats are not facts: a lost
 * one is made up for by the next, 15 s later.
 */
export interface Heartbeats {
  beat(beat: Beat): void;
  /** Beats since the last call, of all processes; perhaps some of before once more. */
  take(): Promise<Beat[]>;
}

/** Within one process. */
export function localHeartbeats(): Heartbeats {
  let beats = new Map<string, Beat>();
  return {
    beat(beat) {
      beats.set(`${beat.appId}.${beat.liveId}.${beat.userId}`, beat);
    },
    async take() {
      const taken = [...beats.values()];
      beats = new Map();
      return taken;
    },
  };
}
