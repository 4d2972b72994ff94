import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { type NoticeEvent, noticeEventTypes, type ServerMessageSent } from './events.ts';
import { MAX_NOTICE_BYTES } from './limits.ts';

/** Nothing: messages do not depend on one another, so the stream is appended to without being read. */
export type Notices = Readonly<Record<string, never>>;

/** For servers of apps alone. Whether the audience is there is checked before. */
export type NoticeCommand = { type: 'SendServerMessage' } & ServerMessageSent['data'];

/** A message of more than `MAX_NOTICE_BYTES` as JSON: `InvalidInput`. A person who sends one: `SystemOnly`. */
export function decide(command: NoticeCommand, _: Notices, { actor }: Pick<CommandMeta, 'actor'>): NoticeEvent[] {
  const { type: _type, ...data } = command;
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (Buffer.byteLength(data.message) > MAX_NOTICE_BYTES)
    throw new DomainError('InvalidInput', `a message takes at most ${MAX_NOTICE_BYTES} bytes`, 'data');
  return [{ type: 'ServerMessageSent', data }];
}

export const noticeDecider: Decider<Notices, NoticeCommand, NoticeEvent> = {
  category: 'notice',
  eventTypes: noticeEventTypes,
  concurrency: 'any',
  initialState: () => ({}),
  decide,
  evolve: (notices) => notices,
};
