import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';
import type { FileFormat, FileModule } from './formats.ts';

/** `file-<app>.<fileId>`: one upload. The ticket: who may put which kind of file where. Times are epoch ms. */
export type UploadGranted = DomainEvent<
  'UploadGranted',
  {
    fileId: string;
    userId: number;
    module: FileModule;
    format: FileFormat;
    /** With the fields above it says where the file lies (`pathOf`): no event holds the address of what somebody uploaded. */
    grantedAt: number;
    maxBytes: number;
    expiresAt: number;
    /** When it is dropped, unless it was claimed. */
    dropAt: number;
  }
>;
/** The file was found in the store, and is used for one purpose from now on. */
export type FileClaimed = DomainEvent<
  'FileClaimed',
  { fileId: string; userId: number; purpose: string; sizeBytes: number }
>;
/** Nobody named it in time: whatever was put there goes. */
export type UploadDropped = DomainEvent<
  'UploadDropped',
  { fileId: string; userId: number; module: FileModule; format: FileFormat; grantedAt: number }
>;
export type FileEvent = UploadGranted | FileClaimed | UploadDropped;

export const fileEventTypes: EventTypes<FileEvent> = {
  UploadGranted: true,
  FileClaimed: true,
  UploadDropped: true,
};

export const filePersonal: PersonalFields<FileEvent> = {
  UploadGranted: { fileId: notPersonal },
  FileClaimed: { fileId: notPersonal, purpose: notPersonal },
  UploadDropped: { fileId: notPersonal },
};
