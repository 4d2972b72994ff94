import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/** `recordings-<app>.<userId>`: what a person lets others hear; one recording at a time. Ids are ordered by time. */
export type RecordUploaded = DomainEvent<
  'RecordUploaded',
  {
    recordId: number;
    userId: number;
    fileId: string;
    path: string;
    lengthSeconds: number;
    sizeBytes: number;
    md5: string;
    /** Others hear it once an operator has let it pass. */
    needsReview: boolean;
  }
>;
/** The next one took its place, in the same append; its file goes. */
export type RecordReplaced = DomainEvent<
  'RecordReplaced',
  { recordId: number; userId: number; path: string; byRecordId: number }
>;
export type RecordReviewed = DomainEvent<
  'RecordReviewed',
  { recordId: number; userId: number; approved: boolean; reason: string }
>;
/** By its owner; its file goes. */
export type RecordDeleted = DomainEvent<'RecordDeleted', { recordId: number; userId: number; path: string }>;
export type RecordingsEvent = RecordUploaded | RecordReplaced | RecordReviewed | RecordDeleted;

export const recordingsEventTypes: EventTypes<RecordingsEvent> = {
  RecordUploaded: true,
  RecordReplaced: true,
  RecordReviewed: true,
  RecordDeleted: true,
};

export const recordingsPersonal: PersonalFields<RecordingsEvent> = {
  RecordUploaded: { fileId: notPersonal, path: textOf('userId'), md5: textOf('userId') },
  RecordReplaced: { path: textOf('userId') },
  RecordReviewed: { reason: textOf('userId') },
  RecordDeleted: { path: textOf('userId') },
};
