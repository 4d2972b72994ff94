import type { EventMeta } from '../../domain/kernel/event.ts';

/** A document's id: everything belongs to an app. */
export function documentId({ meta }: { meta: EventMeta }, first: string | number, second?: string | number): string {
  return second === undefined ? `${meta.appId}.${first}` : `${meta.appId}.${first}.${second}`;
}

/** Of the document that says what one user is to another. */
export function idsOfEdge(event: { meta: EventMeta; data: { userId: number; targetId: number } }): string[] {
  return [documentId(event, event.data.userId, event.data.targetId)];
}
