import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { noteLine } from '../kernel/text.ts';
import type { RecordingsCommand } from './commands.ts';
import { type RecordingsEvent, type RecordUploaded, recordingsEventTypes } from './events.ts';
import { MAX_RECORD_S, MIN_RECORD_S } from './limits.ts';

export interface Recording extends Readonly<RecordUploaded['data']> {
  /** Null: nobody has looked at it. */
  readonly approved: boolean | null;
}

export interface Recordings {
  current: Recording | null;
}

/** Whether others hear a recording. */
export function isAudible({ needsReview, approved }: Pick<Recording, 'needsReview' | 'approved'>): boolean {
  return approved ?? !needsReview;
}

/**
 * A person's recording. A new one replaces the one before; the same sound (`md5`) again changes nothing. `RecordTooShort` and
 * `FileTooBig` by its length; `RecordNotFound` for an id that is not the current one's.
 */
export function decide(command: RecordingsCommand, { current }: Recordings, { actor }: CommandMeta): RecordingsEvent[] {
  switch (command.type) {
    case 'UploadRecord': {
      const { type: _, ...uploaded } = command;
      if (current?.md5 === uploaded.md5) return [];
      checkLength(uploaded.lengthSeconds);
      const next: RecordingsEvent = { type: 'RecordUploaded', data: uploaded };
      if (!current) return [next];
      const { recordId, userId, path } = current;
      return [next, { type: 'RecordReplaced', data: { recordId, userId, path, byRecordId: uploaded.recordId } }];
    }
    case 'DeleteRecord': {
      const { recordId, userId, path } = found(current, command.recordId);
      if (actor !== 0 && actor !== userId) throw new DomainError('RecordNotOwn');
      return [{ type: 'RecordDeleted', data: { recordId, userId, path } }];
    }
    case 'ReviewRecord': {
      if (actor !== 0) throw new DomainError('SystemOnly');
      const { recordId, userId, approved } = found(current, command.recordId);
      if (approved === command.approved) return [];
      const reason = noteLine(command.reason);
      return [{ type: 'RecordReviewed', data: { recordId, userId, approved: command.approved, reason } }];
    }
    default:
      return assertNever(command);
  }
}

/** `RecordTooShort` below `MIN_RECORD_S`, `FileTooBig` above `MAX_RECORD_S` (heihei, 上传录音: 755, 756). */
export function checkLength(seconds: number): void {
  if (seconds < MIN_RECORD_S) throw new DomainError('RecordTooShort');
  if (seconds > MAX_RECORD_S) throw new DomainError('FileTooBig');
}

function found(current: Recording | null, recordId: number): Recording {
  if (current?.recordId !== recordId) throw new DomainError('RecordNotFound');
  return current;
}

export function evolve(recordings: Recordings, event: RecordingsEvent): Recordings {
  const { current } = recordings;
  switch (event.type) {
    case 'RecordUploaded':
      recordings.current = { ...event.data, approved: null };
      return recordings;
    case 'RecordReviewed':
      if (current?.recordId === event.data.recordId) {
        recordings.current = { ...current, approved: event.data.approved };
      }
      return recordings;
    case 'RecordReplaced':
    case 'RecordDeleted':
      if (current?.recordId === event.data.recordId) recordings.current = null;
      return recordings;
    default:
      return assertNever(event);
  }
}

export const recordingsDecider: Decider<Recordings, RecordingsCommand, RecordingsEvent> = {
  category: 'recordings',
  eventTypes: recordingsEventTypes,
  initialState: () => ({ current: null }),
  decide,
  evolve,
};
