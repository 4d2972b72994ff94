import { Gauge, type Registry } from 'prom-client';

/** How a group of reactors is doing, in the process in which it runs. */
export interface MeasuredGroup {
  name: string;
  position: number;
  /** Age of the oldest event that it is busy with, in ms. */
  lagMs: number;
  parked: readonly unknown[];
}

/** Numbers of each group of reactors that runs here, read at each scrape; none in a process that stands by. */
export function collectReactors(registry: Registry, groups: () => readonly MeasuredGroup[]): void {
  const gauge = (name: string, help: string, numberOf: (group: MeasuredGroup) => number) =>
    new Gauge({
      name: `salon_reactors_${name}`,
      help,
      labelNames: ['group'] as const,
      registers: [registry],
      collect() {
        this.reset();
        for (const group of groups()) this.set({ group: group.name }, numberOf(group));
      },
    });
  gauge('position', 'Position in the log up to which reactions have been carried out', ({ position }) => position);
  gauge('lag_seconds', 'Age of the oldest event that the group is busy with', ({ lagMs }) => lagMs / 1000);
  gauge('parked', 'Reactions that are parked and tried again', ({ parked }) => parked.length);
}
