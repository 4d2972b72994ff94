import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { FileCommand } from './commands.ts';
import { type FileEvent, fileEventTypes, type UploadGranted } from './events.ts';
import { isTaken } from './formats.ts';
import { POST_PURPOSE } from './limits.ts';

export interface File {
  /** Null until a ticket was given. */
  granted: UploadGranted['data'] | null;
  /** What it is used for; '' while nobody has claimed it. */
  purpose: string;
  dropped: boolean;
}

/**
 * One upload: a ticket, then one claim or the drop; both only where it was claimed for a post that never came. The same purpose again changes nothing. `FileInvalid` for a claim
 * of what was never granted, is another person's, is used for something else, or is gone.
 */
export function decide(command: FileCommand, file: File, { at, actor }: CommandMeta): FileEvent[] {
  switch (command.type) {
    case 'GrantUpload': {
      const { type: _, ...granted } = command;
      if (file.granted) return [];
      if (!isTaken(granted.module, granted.format)) throw new DomainError('InvalidInput', 'not taken', 'format');
      return [{ type: 'UploadGranted', data: granted }];
    }
    case 'ClaimFile': {
      const { userId, purpose, sizeBytes } = command;
      const { granted } = file;
      if (!granted || granted.userId !== userId || file.dropped) throw new DomainError('FileInvalid');
      if (file.purpose === purpose) return [];
      if (file.purpose !== '') throw new DomainError('FileInvalid', 'the file is used for something else');
      if (sizeBytes < 1 || sizeBytes > granted.maxBytes) throw new DomainError('FileInvalid', 'not its size');
      return [{ type: 'FileClaimed', data: { fileId: granted.fileId, userId, purpose, sizeBytes } }];
    }
    case 'DropUpload': {
      if (actor !== 0) throw new DomainError('SystemOnly');
      const { granted, purpose } = file;
      const isInUse = purpose === POST_PURPOSE ? !command.isUnused : purpose !== '';
      if (!granted || isInUse || file.dropped || at < granted.dropAt) return [];
      const { fileId, userId, module, format, grantedAt } = granted;
      return [{ type: 'UploadDropped', data: { fileId, userId, module, format, grantedAt } }];
    }
    default:
      return assertNever(command);
  }
}

export function evolve(file: File, event: FileEvent): File {
  switch (event.type) {
    case 'UploadGranted':
      file.granted = event.data;
      return file;
    case 'FileClaimed':
      file.purpose = event.data.purpose;
      return file;
    case 'UploadDropped':
      file.dropped = true;
      return file;
    default:
      return assertNever(event);
  }
}

export const fileDecider: Decider<File, FileCommand, FileEvent> = {
  category: 'file',
  eventTypes: fileEventTypes,
  initialState: () => ({ granted: null, purpose: '', dropped: false }),
  decide,
  evolve,
};
