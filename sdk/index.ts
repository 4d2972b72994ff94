export { type Client, createClient } from './client.ts';
export { SalonError } from './error.ts';
export { Room, type RoomEvents } from './room.ts';
export { webStorage } from './storage.ts';
export type {
  CallOptions,
  Calls,
  CaughtUp,
  ClientEvents,
  ClientOptions,
  Gap,
  Message,
  Messages,
  Positions,
  Refetch,
  State,
  Storage,
  Tried,
} from './types.ts';
