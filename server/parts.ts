import { strict as assert } from 'node:assert';
import type { ReactorGroupStatus } from '../workers/group-runner.ts';
import type { JobCounts } from '../workers/job-runner.ts';

/** Something that runs in this process once it has been started. */
export interface Part {
  stop(): Promise<unknown>;
  /** Why the process cannot do its work now because of this part, one sentence each; none when all is well. */
  notReady?(): string[];
  /** Advice for the operator although the process is ready, one sentence each. */
  warnings?(): string[];
  /** Who does each task that one process does at a time, one sentence each. */
  tasks?(): string[];
  /** The state of the groups of reactors that run in this process. */
  reactorGroups?(): ReactorGroupStatus[];
  /** The jobs of the process that runs them; [] in others. */
  jobs?(): JobCounts[];
}

/** Parts in the order of their start, which together act as one part. */
export class Parts implements Part {
  private readonly parts: Part[] = [];
  private stopped: Promise<void> | null = null;

  /** Adds a part, which `stop` will stop, and returns it. */
  add<P extends Part>(part: P): P {
    assert(this.stopped === null, 'a part was started after the stop');
    this.parts.push(part);
    return part;
  }

  notReady(): string[] {
    return this.parts.flatMap((part) => part.notReady?.() ?? []);
  }

  warnings(): string[] {
    return this.parts.flatMap((part) => part.warnings?.() ?? []);
  }

  tasks(): string[] {
    return this.parts.flatMap((part) => part.tasks?.() ?? []);
  }

  reactorGroups(): ReactorGroupStatus[] {
    return this.parts.flatMap((part) => part.reactorGroups?.() ?? []);
  }

  jobs(): JobCounts[] {
    return this.parts.flatMap((part) => part.jobs?.() ?? []);
  }

  /**
   * Stops the parts, the one started last first. A part that cannot stop does not keep the others from it; rejects with the first
   * failure.
   */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const part of this.parts.toReversed()) {
      try {
        await part.stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/**
 * Runs `start`, which adds each part as soon as it runs, and returns its result as one part. When `start` fails, the parts that run
 * are stopped, and the promise rejects with the error of the start.
 */
export async function startInOrder<T extends object>(start: (parts: Parts) => Promise<T>): Promise<T & Required<Part>> {
  const parts = new Parts();
  try {
    const started = await start(parts);
    return {
      ...started,
      stop: () => parts.stop(),
      notReady: () => parts.notReady(),
      warnings: () => parts.warnings(),
      tasks: () => parts.tasks(),
      reactorGroups: () => parts.reactorGroups(),
      jobs: () => parts.jobs(),
    };
  } catch (error) {
    // A failure to stop most often has the same cause, which the operator is told.
    await parts.stop().catch(() => {});
    throw error;
  }
}
