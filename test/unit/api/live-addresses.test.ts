import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type AddressBook,
  hlsAddress,
  isReplaySign,
  isShareSign,
  lookbackAddress,
  PULL_ADDRESS_MS,
  PUSH_ADDRESS_MS,
  pushAddress,
  replayAddress,
  shareAddress,
  streamAddress,
} from '../../../api/heihei/live/addresses.ts';
import { ROOT } from '../../support/script.ts';

const KEY = 'a key for media servers';
const MINUTE_MS = 60_000;
const now = Date.UTC(2026, 0, 1, 12, 0, 30);
const book: AddressBook = {
  baseUrl: 'https://salon.example',
  tokenSecret: 'another secret',
  mediaKey: KEY,
  media: { pullUrl: '', pushUrl: '', lookbackUrl: '' },
  appId: 'heihei',
  userId: 7,
  now,
};

type Check = (path: string, query: Record<string, string>, key: string, nowMs: number) => boolean;

/** What the documentation tells a media server to do. */
async function documentedChecks(): Promise<{ mayPull: Check; mayPush: Check }> {
  const blocks = [...readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)];
  const source = blocks.map(([, code]) => code!).find((code) => code.includes('mayPull'))!;
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
}

const parts = (address: string) => {
  const { pathname, searchParams } = new URL(address);
  return { path: pathname, query: Object.fromEntries(searchParams) };
};

describe('addresses of lives', () => {
  it('to pull from are good for their person, path and time, as a media server is told to check', async () => {
    const { mayPull } = await documentedChecks();
    for (const address of [streamAddress(book, 5), hlsAddress(book, 5), lookbackAddress(book, 5)]) {
      const { path, query } = parts(address);
      expect(mayPull(path, query, KEY, now + PULL_ADDRESS_MS - 1), address).to.equal(true);
      expect(mayPull(path, query, KEY, now + PULL_ADDRESS_MS + MINUTE_MS)).to.equal(false);
      expect(mayPull(path.replace('5', '6'), query, KEY, now)).to.equal(false);
      expect(mayPull(path, { ...query, user: '8' }, KEY, now)).to.equal(false);
      expect(mayPull(path, { ...query, expires: String(Number(query.expires) + 60) }, KEY, now)).to.equal(false);
      expect(mayPull(path, query, 'another key', now)).to.equal(false);
    }
  });

  it('name the media servers that are set', () => {
    const media = {
      pullUrl: 'https://pull.example',
      pushUrl: 'rtmp://push.example:1935',
      lookbackUrl: 'https://back.example',
    };
    const set = { ...book, media };
    for (const [address, start] of [
      [streamAddress(set, 5), 'https://pull.example/live/5.flv?'],
      [hlsAddress(set, 5), 'https://pull.example/live/5.m3u8?'],
      [lookbackAddress(set, 5), 'https://back.example/lookback/5.mp4?'],
      [pushAddress(set, 5), 'rtmp://push.example:1935/live/5?'],
    ] as const) {
      expect(address.startsWith(start), address).to.equal(true);
    }
  });

  it('of a page and of a replay are known by their signatures, by old secrets too, and by nothing else', () => {
    const settings = { tokenSecret: 'a new secret', oldTokenSecrets: [book.tokenSecret] };
    const shared = new URL(shareAddress(book, 5)).searchParams.get('sign')!;
    expect(isShareSign(settings, 'heihei', 5, shared)).to.equal(true);
    for (const [appId, liveId, sign] of [
      ['other', 5, shared],
      ['heihei', 6, shared],
      ['heihei', 5, shared.slice(1)],
      ['heihei', 5, ''],
    ] as const) {
      expect(isShareSign(settings, appId, liveId, sign)).to.equal(false);
    }
    const { searchParams } = new URL(replayAddress(book, 5));
    const [expires, sign] = [Number(searchParams.get('expires')), searchParams.get('sign')!];
    const grant = { appId: 'heihei', liveId: 5, userId: 7, expires };
    expect(isReplaySign(settings, grant, sign, now)).to.equal(true);
    expect(isReplaySign(settings, grant, sign, expires * 1000), 'too late').to.equal(false);
    for (const change of [{ appId: 'other' }, { liveId: 6 }, { userId: 8 }, { expires: expires + 60 }]) {
      expect(isReplaySign(settings, { ...grant, ...change }, sign, now), JSON.stringify(change)).to.equal(false);
    }
    expect(isReplaySign(settings, grant, shared, now)).to.equal(false);
  });

  it('to pull from differ by person and minute, and by nothing else', () => {
    const at = (change: Partial<AddressBook>) => streamAddress({ ...book, ...change }, 5);
    expect(at({ now: now + 1 })).to.equal(at({}));
    expect(at({ now: now + MINUTE_MS })).not.to.equal(at({}));
    expect(at({ userId: 8 })).not.to.equal(at({}));
  });

  it('to push to are good for a day, and not to pull from', async () => {
    const { mayPull, mayPush } = await documentedChecks();
    const { path, query } = parts(pushAddress(book, 5));
    expect(mayPush(path, query, KEY, now + PUSH_ADDRESS_MS - 1_000)).to.equal(true);
    expect(mayPush(path, query, KEY, now + PUSH_ADDRESS_MS + 1_000)).to.equal(false);
    expect(mayPush('/live/6', query, KEY, now)).to.equal(false);
    expect(mayPull(path, query, KEY, now)).to.equal(false);
  });
});
