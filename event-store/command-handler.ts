import { LRUCache } from 'lru-cache';
import { type Aggregate, decideOnce, emptyAggregate, evolveOnce } from '../domain/kernel/aggregate.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { uuidV5 } from '../domain/kernel/ids.ts';
import {
  type Appended,
  ConcurrencyError,
  type EventStore,
  MAX_READ_EVENTS,
  type NewEvent,
  type Position,
  START,
  UnknownOutcomeError,
} from './event-store.ts';
