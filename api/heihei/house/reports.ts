import { Type } from '@sinclair/typebox';
import { reportUser as report } from '../../../application/house/reports.ts';
import type { ReportKind } from '../../../domain/report/events.ts';
import { UpToDate } from '../../http/answers.ts';
import { type Endpoint, endpoint } from '../../http/endpoint.ts';
import { UserId } from '../../http/params.ts';

/** The document's numbers. */
const KIND_OF = { 1: 'wrong-gender', 2: 'fraud', 3: 'abuse', 4: 'obscenity' } as const satisfies Record<
  number,
  ReportKind
>;

const REPORTED = '举报成功!';

/** heihei, 举报. The document has 731 (无效的直播) for it; no live is named, so nothing answers so. */
function reporting(place: Pick<Endpoint, 'path' | 'module' | 'summary' | 'own' | 'shapesNamed'>): Endpoint {
  return endpoint({
    ...place,
    name: 'reportUser',
    auth: 'user',
    cost: 'write',
    params: Type.Object({
      userId: UserId,
      reportType: Type.Integer({ minimum: 1, maximum: 4, description: '1 gender, 2 fraud, 3 abuse, 4 obscenity.' }),
    }),
    answer: Type.Object({ reportmsg: Type.Literal(REPORTED), ...UpToDate }),
    examples: [{ params: { userId: 7_012_345_678_901, reportType: 3 }, answer: { reportmsg: REPORTED } }],
    errors: ['UserNotFound', 'TargetIsSelf', 'TooOften'],
    async handle({ core, caller, params: { userId, reportType }, meta }) {
      const kind = KIND_OF[reportType as keyof typeof KIND_OF];
      return { reportmsg: REPORTED as typeof REPORTED, ...(await report(core, caller, { userId, kind }, meta)) };
    },
  });
}

export const reportUser = reporting({
  path: '/api/usr/report-user',
  module: 'usr',
  summary: 'Report a user to the operators',
});

/** The same under the address that `init` names. */
export const reportUserAsInInit = reporting({
  path: '/api/user/report-user',
  module: 'user',
  summary: 'Report a user to the operators, by the address that init names',
  shapesNamed: 'reportUserAsInInit',
  own: true,
});
