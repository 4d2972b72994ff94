import { userStream } from '../domain/streams.ts';
import type { PersonErased } from '../domain/user/events.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { type LoggedEvent, MAX_READ_EVENTS } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import type { ReactorGroup } from '../workers/reactor.ts';
import { erasureGroup } from '../workers/reactors/erasures.ts';
import type { StartedCore } from './start-core.ts';

/** The group that carries erasures out, over these stores. */
export function erasuresOver({ core, engines, clock }: StartedCore, commands: CommandHandler): ReactorGroup {
  const { log, logKey } = core;
  const { sealed, store } = engines;
  return erasureGroup({
    ...{ log, logKey, commands, clock },
    keys: {
      async forget(appId, userId, phones) {
        await sealed.forget(appId, userId, phones);
        await store.scrub?.();
      },
    },
  });
}

/**
 * Carries out what follows from a person's erasure now, rather than when the workers come to it; they find it done. Does nothing for a
 * person who was not erased.
 */
export async function completeErasure(started: StartedCore, appId: string, userId: number): Promise<void> {
  const { core } = started;
  const events = await core.log.read(userStream(appId, userId), { direction: 'backwards', limit: MAX_READ_EVENTS });
  const erased = events.find((event): event is LoggedEvent<PersonErased> => event.type === 'PersonErased');
  if (!erased) return;
  for (const reactor of erasuresOver(started, core.commands).reactors)
    await functionsOf(reactor.on).get(erased.type)?.(erased, core.models);
}
