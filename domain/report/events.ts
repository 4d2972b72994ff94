import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/** What somebody is reported for (heihei, 举报: 性别不符, 广告欺诈, 骚扰谩骂, 淫秽色情). */
export const REPORT_KINDS = ['wrong-gender', 'fraud', 'abuse', 'obscenity'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What operators make of reports: nothing, or something (a ban, a word to the person). */
export const REPORT_OUTCOMES = ['dismissed', 'upheld'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** `report-<app>.<userId>`: what a person was reported for, by whom. Ids are ordered by time. */
export type UserReported = DomainEvent<
  'UserReported',
  { reportId: number; userId: number; reporterId: number; kind: ReportKind }
>;
/** An operator has looked at a report. */
export type ReportSettled = DomainEvent<
  'ReportSettled',
  { reportId: number; userId: number; outcome: ReportOutcome; reason: string }
>;
export type ReportEvent = UserReported | ReportSettled;

export const reportEventTypes: EventTypes<ReportEvent> = {
  UserReported: true,
  ReportSettled: true,
};

export const reportPersonal: PersonalFields<ReportEvent> = {
  UserReported: { kind: notPersonal },
  ReportSettled: { reason: textOf('userId') },
};
