import type { ProcessClock } from '../domain/kernel/clock.ts';

/** Rooms whose members send heartbeats. */
export type RoomKind = 'live' | 'chat';

/** Who sent a heartbeat, in which room. */
export interface Beat {
  appId: string;
  kind: RoomKind;
  roomId: number;
  userId: number;
}

/** Beats as the process that watches presence gets them. */
export interface TakenBeats {
  /** `ageMs`: how long ago it arrived, measured by one clock from end to end. */
  beats: (Beat & { ageMs: number })[];
  /** False when a process that receives heartbeats may have missed some: it is silent or has just died. */
  isComplete: boolean;
}

/**
 * Carries heartbeats from the process that answers a client to those that watch presence. Beats are not stored in the
 * log: after a lost one the next comes some seconds later. No two machines' clocks are compared.
 */
export interface Heartbeats {
  beat(beat: Beat): void;
  /** Beats of all processes since the last call here, whoever else takes them too; earlier ones may come again. Rejects when they cannot be read. */
  take(): Promise<TakenBeats>;
  /** Says that this process receives no more beats. */
  close(): Promise<void>;
}

/** Heartbeats within one process. */
export function localHeartbeats(clock: Pick<ProcessClock, 'elapsed'>): Heartbeats {
  let arrivals = new Map<string, Beat & { atMs: number }>();
  return {
    beat(beat) {
      const { appId, kind, roomId, userId } = beat;
      arrivals.set(`${appId}.${kind}.${roomId}.${userId}`, { ...beat, atMs: clock.elapsed() });
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
