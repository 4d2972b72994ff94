import { Router } from 'express';
import type { Core } from '../../application/core.ts';
import { setHonour } from '../../application/operators/honours.ts';
import {
  announceRelease,
  setBanners,
  setHints,
  setRoomSeats,
  withdrawRelease,
} from '../../application/operators/house.ts';
import { reportsOf, settleReport } from '../../application/operators/reports.ts';
import { BANNER_KINDS } from '../../domain/banners/events.ts';
import { HONOURS } from '../../domain/honours/events.ts';
import { SYSTEMS } from '../../domain/release/events.ts';
import { REPORT_OUTCOMES } from '../../domain/report/events.ts';
import { DevError, idOf, integerOf, objectOf, oneOf, reasonOf, textOf } from './input.ts';
import { metaOf } from './meta.ts';

/** What `GET /dev` shows of these. */
export const HOUSE_ROUTES = [
  'GET /dev/reports?userId=&status=&offset=&limit=',
  'POST /dev/reports/:reportId/settle {outcome, reason}',
  'POST /dev/banners {banners: [{desc, cover, kind, targetId, url}]}',
  'POST /dev/rooms/seats {seatCount}',
  'POST /dev/hints {hints: [text]}',
  'POST /dev/users/:userId/honours {honour, grant}',
  'POST /dev/releases {system, versionCode, url, title, text, fileName, channel, force}',
  'POST /dev/releases/withdraw {system, versionCode, channel, reason}',
];

/** Longest text in a body, in characters. */
const MAX_CHARS = 2_000;
/** Reports on a page. */
const MAX_REPORTS = 100;
const STATUSES = ['open', ...REPORT_OUTCOMES] as const;

/** Reports, banners and releases, as operators treat them. */
export function houseRoutes(core: Core): Router {
  const router = Router();
  const appId = core.settings.heiheiAppId;

  router.get('/reports', async ({ query }, response) => {
    const page = {
      offset: integerOf(query.offset ?? 0, 'offset', 0, 10_000),
      limit: integerOf(query.limit ?? 20, 'limit', 1, MAX_REPORTS),
      ...(query.userId !== undefined && { userId: idOf(String(query.userId)) }),
      ...(query.status !== undefined && { status: oneOf(STATUSES, query.status, 'status') }),
    };
    response.json({ reports: await reportsOf(core, appId, page) });
  });

  router.post('/reports/:reportId/settle', async (request, response) => {
    const reportId = idOf(request.params.reportId);
    const outcome = oneOf(REPORT_OUTCOMES, objectOf(request.body).outcome, 'outcome');
    const given = { reportId, outcome, reason: reasonOf(request.body) };
    response.json({ reportId, ...(await settleReport(core, appId, given, metaOf(core, request))) });
  });

  router.post('/banners', async (request, response) => {
    const { banners } = objectOf(request.body);
    if (!Array.isArray(banners)) throw new DevError(400, 'banners must be a list');
    const given = { banners: banners.map(bannerFrom) };
    response.json(await setBanners(core, appId, given, metaOf(core, request)));
  });

  router.post('/users/:userId/honours', async (request, response) => {
    const userId = idOf(request.params.userId);
    const { honour, grant = true } = objectOf(request.body);
    if (typeof grant !== 'boolean') throw new DevError(400, 'grant must be true or false');
    const given = { userId, honour: oneOf(HONOURS, honour, 'honour'), isGranted: grant };
    response.json({ userId, ...(await setHonour(core, appId, given, metaOf(core, request))) });
  });

  router.post('/rooms/seats', async (request, response) => {
    const seatCount = integerOf(objectOf(request.body).seatCount, 'seatCount', 1, Number.MAX_SAFE_INTEGER);
    response.json({ seatCount, ...(await setRoomSeats(core, appId, { seatCount }, metaOf(core, request))) });
  });

  router.post('/hints', async (request, response) => {
    const { hints } = objectOf(request.body);
    if (!Array.isArray(hints)) throw new DevError(400, 'hints must be a list');
    const given = { hints: hints.map((hint) => textOf(hint, 'hints', MAX_CHARS)) };
    response.json({ ...given, ...(await setHints(core, appId, given, metaOf(core, request))) });
  });

  router.post('/releases', async (request, response) => {
    const body = objectOf(request.body);
    const { force = false } = body;
    if (typeof force !== 'boolean') throw new DevError(400, 'force must be true or false');
    const release = {
      system: oneOf(SYSTEMS, body.system, 'system'),
      ...{ channel: textOf(body.channel ?? '', 'channel', MAX_CHARS), force },
      versionCode: textOf(body.versionCode, 'versionCode', MAX_CHARS),
      url: textOf(body.url, 'url', MAX_CHARS),
      title: textOf(body.title, 'title', MAX_CHARS),
      text: textOf(body.text ?? '', 'text', MAX_CHARS),
      fileName: textOf(body.fileName ?? '', 'fileName', MAX_CHARS),
    };
    response.json(await announceRelease(core, appId, release, metaOf(core, request)));
  });

  router.post('/releases/withdraw', async (request, response) => {
    const body = objectOf(request.body);
    const given = {
      system: oneOf(SYSTEMS, body.system, 'system'),
      channel: textOf(body.channel ?? '', 'channel', MAX_CHARS),
      versionCode: textOf(body.versionCode, 'versionCode', MAX_CHARS),
      reason: reasonOf(body),
    };
    response.json(await withdrawRelease(core, appId, given, metaOf(core, request)));
  });

  return router;
}

function bannerFrom(given: unknown) {
  const { desc, cover, kind, targetId = 0, url = '' } = objectOf(given);
  return {
    desc: textOf(desc, 'desc', MAX_CHARS),
    cover: textOf(cover, 'cover', MAX_CHARS),
    kind: oneOf(BANNER_KINDS, kind, 'kind'),
    targetId: integerOf(targetId, 'targetId', 0, Number.MAX_SAFE_INTEGER),
    url: textOf(url, 'url', MAX_CHARS),
  };
}
