import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { spokenText } from '../kernel/text.ts';
import { DEFAULT_SEAT_COUNT, MIN_SEAT_COUNT } from '../live/limits.ts';
import { type HouseEvent, houseEventTypes } from './events.ts';
import { MAX_HINT_CHARS, MAX_HINTS, MAX_ROOM_SEATS } from './limits.ts';

/** What operators do: it holds for lives and conversations that begin from then on. */
export type HouseCommand = { type: 'SetRoomSeats'; seatCount: number } | { type: 'SetHints'; hints: readonly string[] };

/** What holds for a tenant. */
export interface House {
  /** Seats of a new room, the host's among them. */
  seatCount: number;
  /** Lines of which one begins each new conversation. */
  hints: readonly string[];
}

/** The same again changes nothing. For the system alone: `SystemOnly`; outside its bounds: `InvalidInput`. */
export function decide(command: HouseCommand, house: House, { actor }: Pick<CommandMeta, 'actor'>): HouseEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (command.type === 'SetHints') return setHints(command.hints, house);
  const { seatCount } = command;
  if (!Number.isSafeInteger(seatCount) || seatCount < MIN_SEAT_COUNT || seatCount > MAX_ROOM_SEATS)
    throw new DomainError('InvalidInput', `${MIN_SEAT_COUNT} to ${MAX_ROOM_SEATS} seats`, 'seatCount');
  return seatCount === house.seatCount ? [] : [{ type: 'RoomSeatsSet', data: { seatCount } }];
}

function setHints(given: readonly string[], house: House): HouseEvent[] {
  if (given.length > MAX_HINTS) throw new DomainError('InvalidInput', `at most ${MAX_HINTS} hints`, 'hints');
  const hints = given.map((hint) => spokenText(hint, 'hints', MAX_HINT_CHARS));
  const isSame = hints.length === house.hints.length && hints.every((hint, n) => hint === house.hints[n]);
  return isSame ? [] : [{ type: 'HintsSet', data: { hints } }];
}

export const houseDecider: Decider<House, HouseCommand, HouseEvent> = {
  category: 'house',
  eventTypes: houseEventTypes,
  initialState: () => ({ seatCount: DEFAULT_SEAT_COUNT, hints: [] }),
  decide,
  evolve(house, event) {
    switch (event.type) {
      case 'RoomSeatsSet':
        house.seatCount = event.data.seatCount;
        return house;
      case 'HintsSet':
        house.hints = [...event.data.hints];
        return house;
      default:
        return assertNever(event);
    }
  },
};
