import type { Beat, Heartbeats } from '../../workers/heartbeats.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** As workers/redis/heartbeats.ts has them. */
const REPORT_MS = 2_000;
const SILENT_MS = 6_000;
const FORGOTTEN_MS = 60_000;

/** The way of heartbeats between processes: one clock says when each came, and who takes them says that it is there. */
export class SimHeartbeats {
  private readonly scheduler: Scheduler;
  private readonly arrivals = new Map<string, Beat & { atMs: number }>();
  private readonly reports = new Map<Owner, number>();

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }

  open(owner: Owner): Heartbeats {
    const { scheduler, reports, arrivals } = this;
    let since = 0;
    const report = () => {
      reports.set(owner, scheduler.nowMs);
      scheduler.after(owner, REPORT_MS, report);
    };
    return {
      beat: (beat) => {
        if (!reports.has(owner)) report();
        const { appId, kind, roomId, userId } = beat;
        arrivals.set(`${appId}.${kind}.${roomId}.${userId}`, { ...beat, atMs: scheduler.nowMs });
      },
      take: async () => {
        const beats = [...arrivals.values()]
          .filter(({ atMs }) => atMs >= since)
          .map(({ atMs, ...beat }) => ({ ...beat, ageMs: scheduler.nowMs - atMs }));
        since = scheduler.nowMs;
        const silentMs = [...reports.values()].map((atMs) => scheduler.nowMs - atMs);
        return { beats, isComplete: silentMs.every((ms) => ms < SILENT_MS || ms >= FORGOTTEN_MS) };
      },
      close: async () => void reports.delete(owner),
    };
  }
}
