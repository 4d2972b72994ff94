import { randomUUID } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { CAUGHT_UP_TIMEOUT_MS, type Core } from '../../application/core.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { keyedCommandId, streamName } from '../../domain/kernel/ids.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import type { KeyPurpose } from '../../domain/kernel/purposes.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { Position } from '../../event-store/event-store.ts';
import type { NamedView } from '../../projections/read-models.ts';
import { lives } from '../../projections/views/lives.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { DevError, idOf, integerOf, objectOf, reasonOf } from './input.ts';
import { keyHoldersOnly } from './key.ts';
import { eventsPage, lastCode } from './log.ts';
import { loopbackOnly } from './loopback.ts';

/** Furthest that one call may advance the clock: ten years. */
const MAX_ADVANCE_MS = 10 * 365 * 24 * 3600 * 1000;

/** What `GET /dev` shows. */
const ROUTES = [
  'GET /dev/sms/:phone',
  'GET /dev/events?after=&limit=&stream=',
  'GET /dev/apps',
  'GET /dev/clock',
  'POST /dev/clock {advanceMs}',
  'POST /dev/wallets/:userId/grant {gold}',
  'POST /dev/wallets/:userId/freeze, /dev/wallets/:userId/unfreeze',
  'POST /dev/users/:userId/ban, /dev/users/:userId/unban',
  'POST /dev/lives/:liveId/ban',
];

export interface DevOptions {
  core: Core;
  /** Moves the dev clock forward, and with it every deadline. Without it `POST /dev/clock` is 404. */
  advanceClock?(ms: number): void | Promise<void>;
}

/**
 * Helpers for development, mounted in dev mode alone, for loopback callers who show its key. Answers are plain JSON; `position` in them
 * is the log's, and lists show what was done by the time of the answer.
 */
export function createDevRouter({ core, advanceClock }: DevOptions): Router {
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

  async function onWallet(
    request: Request,
    word: 'grant' | 'freeze' | 'unfreeze',
    command: (userId: number) => WalletCommand,
  ): Promise<object> {
    const userId = await existingUser(core, request.params.userId as string);
    const stream = streamName(walletDecider.category, appId, userId);
    const meta = metaOf(core, request, `/wallets/${userId}/${word}`);
    const handled = await core.commands.handle(walletDecider, stream, command(userId), meta);
    const gold = handled.state.goldHeld;
    return { userId, gold, position: await shown(core, handled.position, [userCards]) };
  }

  // What a server of an app would sign with.
  router.get('/apps', (_request, response) => {
    response.json({ apps: core.settings.apps.all });
  });

  router.post('/wallets/:userId/grant', async (request, response) => {
    const amountGold = integerOf(objectOf(request.body).gold, 'gold', 1, MAX_AMOUNT);
    response.json(
      await onWallet(request, 'grant', (userId) => ({ type: 'GrantGold', userId, amountGold, source: 'dev' })),
    );
  });
  router.post('/wallets/:userId/freeze', async (request, response) => {
    const reason = reasonOf(request.body);
    response.json(await onWallet(request, 'freeze', (userId) => ({ type: 'FreezeWallet', userId, reason })));
  });
  router.post('/wallets/:userId/unfreeze', async (request, response) => {
    response.json(await onWallet(request, 'unfreeze', (userId) => ({ type: 'UnfreezeWallet', userId })));
  });

  async function onUser(request: Request, word: 'ban' | 'unban', command: UserCommand): Promise<object> {
    const userId = await existingUser(core, request.params.userId as string);
    const stream = streamName(userDecider.category, appId, userId);
    const meta = metaOf(core, request, `/users/${userId}/${word}`);
    const { position } = await core.commands.handle(userDecider, stream, command, meta);
    return { userId, position: await shown(core, position, [userCards]) };
  }

  router.post('/users/:userId/ban', async (request, response) => {
    response.json(await onUser(request, 'ban', { type: 'BanUser', reason: reasonOf(request.body) }));
  });
  router.post('/users/:userId/unban', async (request, response) => {
    response.json(await onUser(request, 'unban', { type: 'UnbanUser' }));
  });

  router.post('/lives/:liveId/ban', async (request, response) => {
    const liveId = idOf(request.params.liveId);
    const stream = streamName(liveDecider.category, appId, liveId);
    const command = { type: 'BanLive', reason: reasonOf(request.body) } as const;
    const meta = metaOf(core, request, `/lives/${liveId}/ban`);
    const { position } = await core.commands.handle(liveDecider, stream, command, meta);
    response.json({ liveId, position: await shown(core, position, [lives]) });
  });

  router.use((_request, response) => {
    response.status(404).json({ error: 'no such dev route' });
  });
  router.use(answerError);
  return router;
}

/** The system acts; an `Idempotency-Key` header makes a grant repeatable. */
function metaOf({ clock, settings: { heiheiAppId: appId } }: Core, request: Request, purpose: KeyPurpose): CommandMeta {
  const key = request.get('Idempotency-Key');
  const base = { appId, actor: 0, at: clock.now() };
  if (key === undefined) return { ...base, commandId: randomUUID() };
  return { ...base, commandId: keyedCommandId(appId, 0, purpose, key), keyed: true };
}

async function existingUser({ commands, settings }: Core, text: string): Promise<number> {
  const userId = idOf(text);
  const { state } = await commands.load(userDecider, streamName(userDecider.category, settings.heiheiAppId, userId));
  if (state.userId === 0) throw new DomainError('UserNotFound');
  return userId;
}

async function shown({ models }: Core, position: Position, views: readonly NamedView[]): Promise<Position> {
  await models.caughtUp(position, views, CAUGHT_UP_TIMEOUT_MS);
  return position;
}

function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof DevError) {
    response.status(error.status).json({ error: error.message });
  } else if (error instanceof DomainError) {
    const status = error.kind === 'unknown' ? 404 : 409;
    response.status(status).json({ error: `${error.code}: ${error.message}` });
  } else {
    next(error);
  }
}
