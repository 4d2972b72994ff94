import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { newestSecretOf } from '../../application/credentials/secrets.ts';
import { banUser, erasePerson, unbanUser } from '../../application/operators/accounts.ts';
import { banLive } from '../../application/operators/lives.ts';
import { reviewRecord } from '../../application/operators/records.ts';
import { freezeWallet, grantGold, unfreezeWallet } from '../../application/operators/wallets.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import { ERASURE_REASONS } from '../../domain/user/events.ts';
import type { SimulatedPayments } from '../../payments/simulated.ts';
import type { SimulatedThirdParties } from '../../third-parties/simulated.ts';
import { CATALOGUE_ROUTES, catalogueRoutes } from './catalogue.ts';
import { CHAIN_ROUTES, chainRoutes } from './chains.ts';
import { HOUSE_ROUTES, houseRoutes } from './house.ts';
import { DevError, idOf, integerOf, objectOf, oneOf, reasonOf } from './input.ts';
import { keyHoldersOnly } from './key.ts';
import { eventsPage, lastCode } from './log.ts';
import { loopbackOnly } from './loopback.ts';
import { metaOf } from './meta.ts';
import { OAUTH_ROUTES, oauthRoutes } from './oauth.ts';
import { PAYMENT_ROUTES, paymentRoutes } from './payments.ts';
import { TOPIC_ROUTES, topicRoutes } from './topics.ts';
import { WITHDRAWAL_ROUTES, withdrawalRoutes } from './withdrawals.ts';

/** Furthest that one call may advance the clock: ten years. */
const MAX_ADVANCE_MS = 10 * 365 * 24 * 3600 * 1000;

/** What `GET /dev` shows. */
const ROUTES = [
  'GET /dev/sms/:phone',
  'GET /dev/events?after=&limit=&stream=',
  'GET /dev/apps',
  'GET /dev/pushes?userId=',
  'GET /dev/clock',
  'POST /dev/clock {advanceMs}',
  'POST /dev/wallets/:userId/grant {gold}',
  'POST /dev/wallets/:userId/freeze, /dev/wallets/:userId/unfreeze',
  'POST /dev/users/:userId/ban, /dev/users/:userId/unban',
  'POST /dev/users/:userId/erase {reason}',
  'POST /dev/lives/:liveId/ban',
  'POST /dev/records/:recordId/review {approve}',
  ...CATALOGUE_ROUTES,
  ...CHAIN_ROUTES,
  ...HOUSE_ROUTES,
  ...OAUTH_ROUTES,
  ...PAYMENT_ROUTES,
  ...TOPIC_ROUTES,
  ...WITHDRAWAL_ROUTES,
];

export interface DevOptions {
  core: Core;
  /** Moves the dev clock forward, and with it every deadline. Without it `POST /dev/clock` is 404. */
  advanceClock?(ms: number): void | Promise<void>;
  /** The latest notifications for a person, oldest first, which dev mode keeps instead of sending them; default: none. */
  pushesOf?(userId: number): readonly object[];
  /** The providers of payments that dev mode plays; default: there are none. */
  simulatedPayments?: SimulatedPayments | undefined;
  /** WeChat and Weibo, as dev mode plays them; default: it does not. */
  simulatedThirdParties?: SimulatedThirdParties | undefined;
  /** The token by which an app's server calls, where its API has one; default: none has. `at` in epoch ms. */
  adminTokenOf?(app: App, at: number): Promise<string | undefined>;
}

/**
 * Helpers for development, mounted in dev mode alone, for loopback callers who show its key. Answers are plain JSON; `position` in them
 * is the log's, and lists show what was done by the time of the answer.
 */
export function createDevRouter({
  core,
  advanceClock,
  pushesOf = () => [],
  adminTokenOf = async () => undefined,
  simulatedPayments,
  simulatedThirdParties,
}: DevOptions): Router {
  const router = Router();
  const appId = core.settings.heiheiAppId;
  router.use(loopbackOnly, keyHoldersOnly(core.settings.devKey), express.json({ limit: '64kb', inflate: false }));

  router.get('/', (_request, response) => {
    response.json({ routes: ROUTES });
  });

  router.get('/sms/:phone', async (request, response) => {
    response.json({ code: await lastCode(core, request.params.phone) });
  });

  router.get('/events', async (request, response) => {
    response.json(await eventsPage(core, request.query));
  });

  router.get('/clock', (_request, response) => {
    response.json({ now: core.clock.now() });
  });

  router.post('/clock', async (request, response) => {
    if (!advanceClock) throw new DevError(404, 'this clock cannot be advanced');
    await advanceClock(integerOf(objectOf(request.body).advanceMs, 'advanceMs', 0, MAX_ADVANCE_MS));
    response.json({ now: core.clock.now() });
  });

  // With their secrets, so that a developer can sign calls as an app's server.
  router.get('/apps', async (_request, response) => {
    const now = core.clock.now();
    const shown = core.settings.apps.all.map(async (configured) => {
      const app = { ...configured, secret: await newestSecretOf(core, configured) };
      return { ...app, adminToken: await adminTokenOf(app, now) };
    });
    response.json({ apps: await Promise.all(shown) });
  });

  router.get('/pushes', (request, response) => {
    const userId = integerOf(request.query.userId, 'userId', 1, Number.MAX_SAFE_INTEGER);
    response.json({ pushes: pushesOf(userId) });
  });

  /** The person whom a path names. */
  const personIn = (request: Request) => idOf(request.params.userId as string);

  router.post('/wallets/:userId/grant', async (request, response) => {
    const amountGold = integerOf(objectOf(request.body).gold, 'gold', 1, MAX_AMOUNT);
    const userId = personIn(request);
    const granted = await grantGold(core, appId, { userId, amountGold, source: 'dev' }, metaOf(core, request));
    response.json({ userId, ...granted });
  });
  router.post('/wallets/:userId/freeze', async (request, response) => {
    const [userId, reason] = [personIn(request), reasonOf(request.body)];
    response.json({ userId, ...(await freezeWallet(core, appId, { userId, reason }, metaOf(core, request))) });
  });
  router.post('/wallets/:userId/unfreeze', async (request, response) => {
    const userId = personIn(request);
    response.json({ userId, ...(await unfreezeWallet(core, appId, { userId }, metaOf(core, request))) });
  });

  router.post('/users/:userId/ban', async (request, response) => {
    const [userId, reason] = [personIn(request), reasonOf(request.body)];
    response.json({ userId, ...(await banUser(core, appId, { userId, reason }, metaOf(core, request))) });
  });
  router.post('/users/:userId/unban', async (request, response) => {
    const userId = personIn(request);
    response.json({ userId, ...(await unbanUser(core, appId, { userId }, metaOf(core, request))) });
  });

  router.post('/users/:userId/erase', async (request, response) => {
    const userId = personIn(request);
    const reason = oneOf(ERASURE_REASONS, objectOf(request.body).reason ?? 'request', 'reason');
    response.json({ userId, ...(await erasePerson(core, appId, { userId, reason }, metaOf(core, request))) });
  });

  router.post('/lives/:liveId/ban', async (request, response) => {
    const [liveId, reason] = [idOf(request.params.liveId), reasonOf(request.body)];
    response.json({ liveId, ...(await banLive(core, appId, { liveId, reason }, metaOf(core, request))) });
  });

  router.post('/records/:recordId/review', async (request, response) => {
    const recordId = idOf(request.params.recordId);
    const { approve } = objectOf(request.body);
    if (typeof approve !== 'boolean') throw new DevError(400, 'approve must be true or false');
    const review = { recordId, approved: approve, reason: reasonOf(request.body) };
    response.json({ recordId, ...(await reviewRecord(core, appId, review, metaOf(core, request))) });
  });

  router.use(catalogueRoutes(core));
  router.use(chainRoutes(core));
  router.use(houseRoutes(core));
  router.use(topicRoutes(core));
  router.use(oauthRoutes(simulatedThirdParties));
  router.use(paymentRoutes(core, simulatedPayments));
  router.use(withdrawalRoutes(core, simulatedPayments));

  router.use((_request, response) => {
    response.status(404).json({ error: 'no such dev route' });
  });
  router.use(answerError);
  return router;
}

function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof DevError) {
    response.status(error.status).json({ error: error.message });
  } else if (error instanceof DomainError) {
    response.status(error.kind === 'unknown' ? 404 : 409).json({ error: `${error.code}: ${error.message}` });
  } else {
    next(error);
  }
}
