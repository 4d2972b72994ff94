import type { ProcessClock } from '../domain/kernel/clock.ts';

/** Who sent a heartbeat, in which live. */
export interface Beat {
  appId: string;
  liveId: number;
  userId: number;
}

/** Beats as the process that watches presence gets them. */
export interface TakenBeats {
  /** `ageMs`: how long ago it arrived, measured by one clock from end to end. */
  beats: (Beat & { ageMs: number })[];
  /** False when some process that takes heartbeats may have missed some: it is silent or has just died. */
  isComplete: boolean;
}

/**
 * The way of heartbeats from the process that answers a client to the one that watches presence. Beats are not facts: a lost
 * one is made up for by the next, 15 s later. No two machines' clocks are compared.
 */
export interface Heartbeats {
  beat(beat: Beat): void;
  /** Beats since the last call, of all processes; perhaps some of before once more. Rejects when they cannot be had. */
  take(): Promise<TakenBeats>;
  /** Says that this process takes no more beats. */
  close(): Promise<void>;
}

/** Within one process. */
export function localHeartbeats(clock: Pick<ProcessClock, 'elapsed'>): Heartbeats {
  let arrivals = new Map<string, Beat & { atMs: number }>();
  return {
    beat({ appId, liveId, userId }) {
      arrivals.set(`${appId}.${liveId}.${userId}`, { appId, liveId, userId, atMs: clock.elapsed() });
    },
    async take() {
      const nowMs = clock.elapsed();
      const beats = [...arrivals.values()].map(({ atMs, ...beat }) => ({ ...beat, ageMs: nowMs - atMs }));
      arrivals = new Map();
      return { beats, isComplete: true };
    },
    async close() {},
  };
}
