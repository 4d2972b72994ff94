import { lines } from '../../projections/views/lines.ts';
import type { Core } from '../core.ts';

/** Whether a person calls, is called or talks now, as lists show it. */
export async function isOnTheLine({ models }: Core, appId: string, userId: number): Promise<boolean> {
  return (await models.get(lines, `${appId}.${userId}`)) !== null;
}
