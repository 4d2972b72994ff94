import { sendForServer } from '../../application/messages/send-for-server.ts';
import { MAX_MANAGERS } from '../../domain/live/limits.ts';
import { REPORT_AGAIN_MS } from '../../domain/report/limits.ts';
import { metaOf } from './commands.ts';
import type { Means } from './means.ts';
import type { Monitor } from './monitor.ts';
import type { Random } from './random.ts';
import { APP } from './surroundings.ts';

/** What people have in common who report, appoint, and are written to by a server of the app's own. */
interface Evening {
  house: Random;
  host: { userId: number };
  viewers: readonly { userId: number }[];
  liveId: number;
  serial: number;
}

/** Somebody who does so. */
type Guest = Means<Evening>;

/** What clients and the server of the app were told was done. */
export class HousePromises {
  /** `<reporterId> <userId>` of reports that were acknowledged. */
  readonly reports = new Set<string>();
  /** By message: those that were acknowledged have an answer. */
  readonly messages = new Map<string, { answers: object[] }>();
}

/** Reports somebody, perhaps twice at a time; appoints, mutes and unmutes; or has a server send something, once or more. */
export async function actInHouse(guest: Guest, promises: HousePromises): Promise<void> {
  const { evening, userId, call } = guest;
  const { house: random, liveId, host, viewers } = evening;
  const other = random.pick([host, ...viewers]).userId;
  const chance = random.next();
  if (chance < 0.35) return report(guest, other, promises);
  if (chance < 0.6 || liveId === 0) return sendByServer(guest, other, promises);
  if (userId === host.userId && chance < 0.85) {
    await call('/api/live/livemgr', { liveId, userId: other, type: random.chance(0.7) ? 1 : 0 });
  } else {
    const name = random.chance(0.6) ? 'shutupuser' : 'shutupopen';
    await call(`/api/live/${name}`, { liveId, userId: other });
  }
}

async function report({ evening, userId, call }: Guest, other: number, promises: HousePromises): Promise<void> {
  const params = { userId: other, reportType: evening.house.integer(1, 2) };
  const times = evening.house.chance(0.4) ? 2 : 1;
  const outcomes = await Promise.all(Array.from({ length: times }, () => call('/api/usr/report-user', params)));
  if (outcomes.some(({ kind }) => kind === 'ok')) promises.reports.add(`${userId} ${other}`);
}

async function sendByServer({ evening, surely, once }: Guest, other: number, promises: HousePromises): Promise<void> {
  const message = JSON.stringify({ msgType: 'toast', text: `notice ${++evening.serial}` });
  const isToRoom = evening.liveId !== 0 && evening.house.chance(0.5);
  const target = isToRoom
    ? ({ audience: 'live', targetId: evening.liveId } as const)
    : ({ audience: 'user', targetId: other } as const);
  const sent = { answers: [] as object[] };
  promises.messages.set(message, sent);
  const send = () =>
    surely((process) =>
      process.requests.run(`server sends ${message}`, async (core) => {
        await sendForServer(core, APP, { ...target, message }, (purpose) => metaOf(core, 0, purpose, message));
        return {};
      }),
    );
  await once(sent, send);
}

/**
 * A report counts once a day of one person, other and kind, and is there when it was acknowledged; what a server sends is there once; a
 * room has few managers, and whoever mutes in it is its host or one of them.
 */
export function checkHouse(monitor: Monitor, promises: HousePromises, violation: (what: string) => void): void {
  const last = new Map<string, number>();
  const reported = new Set<string>();
  for (const { data, meta } of monitor.events('UserReported')) {
    const name = `${data.reporterId} ${data.userId} ${data.kind}`;
    if (meta.at - (last.get(name) ?? Number.NEGATIVE_INFINITY) < REPORT_AGAIN_MS) violation(`3: ${name} counts twice`);
    last.set(name, meta.at);
    reported.add(`${data.reporterId} ${data.userId}`);
  }
  for (const name of promises.reports) if (!reported.has(name)) violation(`1: the report ${name} is not there`);
  // What was kept by the key of somebody who was erased cannot be told apart any more.
  const isAnyErased = monitor.events('PersonErased').length > 0;
  const sent = new Map<string, number>();
  for (const { data } of monitor.events('ServerMessageSent')) sent.set(data.message, (sent.get(data.message) ?? 0) + 1);
  for (const [message, { answers }] of promises.messages) {
    const times = sent.get(message) ?? 0;
    if (times > 1) violation(`3: the server's message ${message} was sent ${times} times`);
    if (times === 0 && answers.length > 0 && !isAnyErased) violation(`1: the server's message ${message} is not there`);
  }
  checkManagers(monitor, violation);
}

function checkManagers(monitor: Monitor, violation: (what: string) => void): void {
  const hosts = new Map<number, number>();
  const managers = new Map<number, Set<number>>();
  const of = (liveId: number) => managers.get(liveId) ?? managers.set(liveId, new Set()).get(liveId)!;
  for (const { type, data, meta } of monitor.all()) {
    switch (type) {
      case 'LiveCreated':
        hosts.set(data.liveId, data.hostId);
        break;
      case 'ManagerAppointed':
        of(data.liveId).add(data.userId);
        if (of(data.liveId).size > MAX_MANAGERS) violation(`8: live ${data.liveId} has too many managers`);
        break;
      case 'ManagerDismissed':
        of(data.liveId).delete(data.userId);
        break;
      case 'ViewerMuted':
      case 'ViewerUnmuted': {
        const { actor } = meta;
        const mayMute = actor === 0 || actor === hosts.get(data.liveId) || of(data.liveId).has(actor);
        if (!mayMute) violation(`8: ${actor} mutes in live ${data.liveId}, and is neither host nor manager`);
        break;
      }
    }
  }
}
