import type { SalonEvent } from '../domain/events.ts';
import type { LoggedEvent } from './event-store.ts';

/** What to do with events: each is named once, and its function typed by that name. The other events are left out. */
export type OnEvents<Args extends unknown[], Result> = {
  readonly [Event in SalonEvent as Event['type']]?: (event: LoggedEvent<Event>, ...args: Args) => Result;
};

/** The function for an event, which is called with events of its own type alone. */
type OnEvent<Args extends unknown[], Result> = (event: LoggedEvent, ...args: Args) => Result;

/** The functions by the type of event, for whoever looks them up for each event of the log. */
export function functionsOf<Args extends unknown[], Result>(
  on: OnEvents<Args, Result>,
): ReadonlyMap<string, OnEvent<Args, Result>> {
  return new Map(Object.entries(on) as [string, OnEvent<Args, Result>][]);
}
