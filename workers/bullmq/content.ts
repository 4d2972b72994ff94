import type { Job as BullJob } from 'bullmq';
import type { Job } from '../jobs.ts';

/** What BullMQ keeps of a job as its data; the kind is its name there. */
export interface Content {
  id: string;
  data: Record<string, unknown>;
  dueAt: number;
}

/** BullMQ allows no integers and no colons as ids: it uses integers for its own ids, and colons to separate keys. */
export function bullId(id: string): string {
  return `j-${id.replaceAll('%', '%25').replaceAll(':', '%3A')}`;
}

export function jobOf({ name, data: content }: Pick<BullJob<Content>, 'name' | 'data'>): Job {
  const { id, data, dueAt } = content;
  return { id, kind: name, data, dueAt };
}
