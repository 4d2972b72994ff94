import type { EventMeta } from '../../domain/kernel/event.ts';

/** A document's id: everything belongs to an app. */
export function documentId({ meta }: { meta: EventMeta }, ...parts: (string | number)[]): string {
  return `${meta.appId}.${parts.join('.')}`;
}
