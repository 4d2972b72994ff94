import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** What operators distinguish people by: whose identity is verified, and who is good at what they do. */
export const HONOURS = ['verified', 'expert'] as const;
export type Honour = (typeof HONOURS)[number];

/** `honours-<app>.<userId>`: what a person is distinguished by. */
export type HonourGranted = DomainEvent<'HonourGranted', { userId: number; honour: Honour }>;
export type HonourRemoved = DomainEvent<'HonourRemoved', { userId: number; honour: Honour }>;
export type HonoursEvent = HonourGranted | HonourRemoved;

export const honoursEventTypes: EventTypes<HonoursEvent> = { HonourGranted: true, HonourRemoved: true };

export const honoursPersonal: PersonalFields<HonoursEvent> = {
  HonourGranted: { honour: notPersonal },
  HonourRemoved: { honour: notPersonal },
};
