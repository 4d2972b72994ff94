import { Type } from '@sinclair/typebox';
import { recordsFor, reviewRecord } from '../../application/operators/records.ts';
import { reportsOf, settleReport } from '../../application/operators/reports.ts';
import { removeSubject } from '../../application/operators/topics.ts';
import { REPORT_KINDS, REPORT_OUTCOMES } from '../../domain/report/events.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, Id, oneOf, PageParams, SOME_PERSON, Time } from './shapes.ts';

const STATUSES = ['open', ...REPORT_OUTCOMES] as const;
const SOME_REPORT = 246211187523101;
const SOME_RECORD = 246211187523201;

const reports = query({
  path: 'reports/list',
  name: 'listReports',
  role: 'support',
  summary: 'List reports about people, newest first: of a person, or in a state',
  params: { userId: Type.Optional(Id), status: Type.Optional(oneOf(STATUSES)), ...PageParams },
  answer: Type.Object({
    reports: Type.Array(
      Type.Object({
        reportId: Id,
        userId: Id,
        reporterId: Id,
        kind: oneOf(REPORT_KINDS),
        at: Time,
        status: oneOf(STATUSES),
      }),
    ),
  }),
  example: {
    params: { status: 'open' },
    answer: {
      reports: [
        {
          reportId: SOME_REPORT,
          userId: SOME_PERSON,
          reporterId: SOME_PERSON + 1,
          kind: 'abuse',
          at: SOME_TIME,
          status: 'open',
        },
      ],
    },
  },
  async handle({ core, tenant, params: { userId, status, offset, limit } }) {
    const found = await reportsOf(core, tenant, { userId, status, offset, limit });
    return { reports: found.map(({ appId, ...report }) => report) };
  },
});

const settle = action({
  path: 'reports/settle',
  name: 'settleReport',
  role: 'support',
  summary: 'Note what was made of a report; what is done about the person is another call',
  params: { reportId: Id, outcome: oneOf(REPORT_OUTCOMES) },
  answer: NothingElse,
  example: { params: { reportId: SOME_REPORT, outcome: 'upheld' }, answer: AT_POSITION },
  errors: ['ReportNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { reportId, outcome }, reason, meta }) =>
    settleReport(core, tenant, { reportId, outcome, reason }, meta),
});

const records = query({
  path: 'records/list',
  name: 'listRecords',
  role: 'support',
  summary: 'List recordings, newest first: those that wait for a review or were held back, or those that others hear',
  params: { isAudible: Type.Boolean({ default: false }), ...PageParams },
  answer: Type.Object({
    records: Type.Array(
      Type.Object({
        recordId: Id,
        userId: Id,
        lengthSeconds: Count,
        audible: Type.Boolean(),
        createdAt: Time,
        url: Type.String({ description: 'Where its sound is.' }),
      }),
    ),
  }),
  example: {
    params: {},
    answer: {
      records: [
        {
          recordId: SOME_RECORD,
          userId: SOME_PERSON,
          lengthSeconds: 12,
          audible: false,
          createdAt: SOME_TIME,
          url: 'https://cdn.salon.example/record/1.aac',
        },
      ],
    },
  },
  handle: async ({ core, tenant, params: { isAudible, offset, limit } }) => ({
    records: await recordsFor(core, tenant, { isAudible, offset, limit }),
  }),
});

const review = action({
  path: 'records/review',
  name: 'reviewRecord',
  role: 'support',
  summary: 'Let others hear a recording, or not (any more)',
  params: { recordId: Id, isApproved: Type.Boolean() },
  answer: NothingElse,
  example: { params: { recordId: SOME_RECORD, isApproved: true }, answer: AT_POSITION },
  errors: ['RecordNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { recordId, isApproved: approved }, reason, meta }) =>
    reviewRecord(core, tenant, { recordId, approved, reason }, meta),
});

const remove = action({
  path: 'subjects/remove',
  name: 'removeSubject',
  role: 'support',
  summary: 'Take a post or an answer away, and its sound',
  params: { subjectId: Id },
  answer: Type.Object({ upToDate: NothingElse.properties.upToDate }),
  example: { params: { subjectId: 7 }, answer: {} },
  errors: ['SubjectNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { subjectId }, reason, meta }) =>
    removeSubject(core, tenant, { subjectId, reason }, meta),
});

export const moderationEndpoints: readonly Endpoint[] = [reports, settle, records, review, remove];
