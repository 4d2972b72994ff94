import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import { keyedCommandId } from '../../domain/kernel/ids.ts';

/** The actor is the system (0). An `Idempotency-Key` header makes the command repeatable. */
export function metaOf({ clock, settings: { heiheiAppId: appId } }: Core, request: Request): MakeMeta {
  return (purpose, key = request.get('Idempotency-Key')) => {
    const correlationId = String(request.res?.getHeader('X-Request-Id'));
    const base = { appId, actor: 0, at: clock.now(), correlationId };
    if (key === undefined) return { ...base, commandId: randomUUID() };
    return { ...base, commandId: keyedCommandId(appId, 0, purpose, key), keyed: true };
  };
}
