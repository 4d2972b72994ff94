import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields } from '../kernel/personal.ts';

/** `house-<app>.0`: what operators set for a whole tenant. */
export type RoomSeatsSet = DomainEvent<'RoomSeatsSet', { seatCount: number }>;
export type HouseEvent = RoomSeatsSet;

export const houseEventTypes: EventTypes<HouseEvent> = { RoomSeatsSet: true };

export const housePersonal: PersonalFields<HouseEvent> = { RoomSeatsSet: namesNobody };
