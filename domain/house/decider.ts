import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { DEFAULT_SEAT_COUNT, MIN_SEAT_COUNT } from '../live/limits.ts';
import { type HouseEvent, houseEventTypes } from './events.ts';

/** Most seats that a tenant's rooms may have: more people in one room are a stage, not a room. */
export const MAX_ROOM_SEATS = 10_000;

/** What operators do: it holds for lives that are created from then on. */
export interface HouseCommand {
  type: 'SetRoomSeats';
  seatCount: number;
}

/** What holds for a tenant. */
export interface House {
  /** Seats of a new room, the host's among them. */
  seatCount: number;
}

/** The same number again changes nothing. For the system alone: `SystemOnly`; outside its bounds: `InvalidInput`. */
export function decide({ seatCount }: HouseCommand, house: House, { actor }: Pick<CommandMeta, 'actor'>): HouseEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (!Number.isSafeInteger(seatCount) || seatCount < MIN_SEAT_COUNT || seatCount > MAX_ROOM_SEATS)
    throw new DomainError('InvalidInput', `${MIN_SEAT_COUNT} to ${MAX_ROOM_SEATS} seats`, 'seatCount');
  return seatCount === house.seatCount ? [] : [{ type: 'RoomSeatsSet', data: { seatCount } }];
}

export const houseDecider: Decider<House, HouseCommand, HouseEvent> = {
  category: 'house',
  eventTypes: houseEventTypes,
  initialState: () => ({ seatCount: DEFAULT_SEAT_COUNT }),
  decide,
  evolve: (_, event) => ({ seatCount: event.data.seatCount }),
};
