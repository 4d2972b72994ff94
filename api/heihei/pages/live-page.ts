import type { Core } from '../../../application/core.ts';
import { sharedWithAnybody } from '../../../application/house/shared-page.ts';
import type { LiveStatus } from '../../../domain/live/events.ts';
import { isShareSign } from '../live/addresses.ts';
import { escaped, page, policyWith } from './html.ts';

export interface ShownPage {
  status: 200 | 404;
  html: string;
  /** Of its pictures. */
  contentPolicy: string;
}

const LIVE_ID = /^[1-9]\d{0,15}$/;

/** What a page says of a live's state; those that strangers are not shown are not among them. */
const STATES: Partial<Record<LiveStatus, string>> = { playing: '正在直播', stopped: '直播已结束' };

/**
 * The page of a shared live (heihei, 直播分享): title, host, whether it plays, and a link that opens the app; in dev mode also one that opens
 * the demo room. Null when the address was not made here: its signature is wrong. A live that is over for good or hidden is a 404 that
 * says no more.
 */
export async function livePage(core: Core, query: Readonly<Record<string, unknown>>): Promise<ShownPage | null> {
  const { liveid, sign } = query;
  const liveId = typeof liveid === 'string' && LIVE_ID.test(liveid) ? Number(liveid) : 0;
  const { settings } = core;
  if (!Number.isSafeInteger(liveId) || liveId === 0 || typeof sign !== 'string') return null;
  if (!isShareSign(settings, settings.heiheiAppId, liveId, sign)) return null;
  const found = await sharedWithAnybody(core, settings.heiheiAppId, { liveId });
  if (found === 'not started') {
    const soon = `<div class="card"><h1>直播尚未开始</h1>\n${openLinks(core, liveId)}</div>`;
    return { status: 200, html: page('直播尚未开始', soon), contentPolicy: policyWith() };
  }
  const state = found && STATES[found.live.status];
  if (!found || !state) {
    return { status: 404, html: page('直播不存在', '<h1>直播不存在</h1>'), contentPolicy: policyWith() };
  }
  const { live, host } = found;
  const body = `<div class="card"><img src="${escaped(host.coverUrl)}" alt="">
<h1>${escaped(live.title)}</h1>
<p>${escaped(host.displayName)} · ${state}</p>
${openLinks(core, live.liveId, live.status)}</div>`;
  const html = page(`${host.displayName}：${live.title}`, body);
  return { status: 200, html, contentPolicy: policyWith(originsOf(host.coverUrl)) };
}

function openLinks({ settings }: Core, liveId: number, status?: LiveStatus): string {
  const inApp = `<a class="open" href="wmlives_heihei://live?id=${liveId}">在应用中打开</a>`;
  const inDemo = `<a class="open" href="/demo?live=${liveId}">在演示房间中打开</a>`;
  return settings.dev && status === 'playing' ? `${inApp}\n${inDemo}` : inApp;
}

/** The origin that a picture comes from, as a policy names it. */
function originsOf(address: string): string[] {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && ['http:', 'https:'].includes(url.protocol) ? [url.origin] : [];
}
