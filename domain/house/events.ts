import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** `house-<app>.0`: what operators set for a whole tenant. */
export type RoomSeatsSet = DomainEvent<'RoomSeatsSet', { seatCount: number }>;
/** Lines of which one begins each new conversation of two people; an empty list: none does. */
export type HintsSet = DomainEvent<'HintsSet', { hints: readonly string[] }>;
export type HouseEvent = RoomSeatsSet | HintsSet;

export const houseEventTypes: EventTypes<HouseEvent> = { RoomSeatsSet: true, HintsSet: true };

export const housePersonal: PersonalFields<HouseEvent> = {
  RoomSeatsSet: namesNobody,
  HintsSet: { 'hints.*': notPersonal },
};
