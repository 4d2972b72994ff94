import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../../config.ts';
import { type Salon, startSalon } from '../../server/salon.ts';
import { newPage, startChromium } from '../support/chromium.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { temporaryFolder } from '../support/server-process.ts';
import { skipAloud } from '../support/skip.ts';
import { compiledWeb } from '../support/web-pages.ts';

/** Sold by Salon as it comes: a rose at 10 gold. */
const ROSE = 103;

describe('the demo room, in Chromium', () => {
  const dataDir = temporaryFolder('demo-room');
  let browser: Browser | null = null;
  let salon: Salon | undefined;

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the demo room in Chromium: this machine has none (CHROMIUM)');
    const config = readConfig({
      DATA_DIR: dataDir,
      PORT: '0',
      DEV_MODE: '1',
      DEV_KEY: TEST_DEV_KEY,
      RATE_LIMITS: 'off',
    });
    salon = await startSalon(config, pino({ level: 'silent' }), undefined, await compiledWeb());
    await salon.ready;
  });
  after(async () => {
    await browser?.close();
    await salon?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Somebody at this address of the demo, who has the key of `/dev`. */
  async function somebody(path: string) {
    const opened = await newPage(browser!);
    const outside: string[] = [];
    const look = (address: string) => {
      const { protocol, host } = new URL(address);
      if (/^(http|ws)/.test(protocol) && host !== new URL(salon!.url).host) outside.push(address);
    };
    opened.page.on('request', (request) => look(request.url()));
    opened.page.on('websocket', (socket) => look(socket.url()));
    await opened.page.context().request.get(`${salon!.url}/dev?key=${TEST_DEV_KEY}`);
    await opened.page.goto(salon!.url + path);
    return { ...opened, outside };
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
  const says = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const heard = (page: Page, text: string) => page.locator('.chat li').filter({ hasText: text }).first().waitFor();
  const goldOf = async (page: Page) => Number(await page.locator('[data-fact="Gold"]').innerText());
  async function say(page: Page, text: string) {
    await page.getByLabel('Say something').fill(text);
    await page.keyboard.press('Enter');
  }

  it('is opened by the first who comes, and joined, played and healed by the next', async () => {
    const host = await somebody('/demo');
    await says(host.page, 'You are the host');
    const viewer = await somebody('/demo');
    await says(viewer.page, 'You joined as a viewer');
    const before = await goldOf(viewer.page);

    await viewer.page.locator(`[data-gift="${ROSE}"]`).click();
    for (const { page } of [host, viewer]) await heard(page, '玫瑰');
    const bought = viewer.page.getByRole('row').filter({ hasText: 'GiftBought' }).first();
    await bought.filter({ hasText: 'the request' }).waitFor();
    await press(viewer.page, 'Send the same gift again');
    await says(viewer.page, 'paid once');
    expect(await goldOf(viewer.page)).to.equal(before - 10);
    expect(await host.page.locator('.chat li.gift').count()).to.equal(1);

    await press(viewer.page, 'Cut my line');
    await say(host.page, 'while you were away');
    await says(host.page, 'Said');
    await press(viewer.page, 'Come back');
    await says(viewer.page, 'while you were away');
    await heard(viewer.page, 'while you were away');

    await viewer.page.getByLabel('as a bullet').check();
    await say(viewer.page, 'a bullet');
    await heard(host.page, 'a bullet');
    await press(viewer.page, 'Like');
    await heard(host.page, 'likes it');

    // There is gold for one of the dearest alone.
    await press(viewer.page, 'Buy over two lines at once');
    await says(viewer.page, 'at once');
    const told = await viewer.page.getByRole('status').innerText();
    expect(told.match(/bought/g), told).to.have.length(1);
    await press(viewer.page, 'Let two robots in');
    await heard(host.page, 'Hello from a robot');
    for (const { complaints, outside } of [host, viewer]) expect([complaints, outside]).to.deep.equal([[], []]);
    for (const { page } of [host, viewer]) await page.close();
  });

  it('shows two side by side', async () => {
    const { page, complaints, outside } = await somebody('/demo/split');
    const [left, right] = [page.locator('.seat').first(), page.locator('.seat').nth(1)];
    for (const seat of [left, right]) await seat.getByLabel('Say something').waitFor();
    await left.getByLabel('Say something').fill('to my neighbour');
    await page.keyboard.press('Enter');
    await right.locator('.chat li').filter({ hasText: 'to my neighbour' }).waitFor();
    expect([complaints, outside]).to.deep.equal([[], []]);
    await page.close();
  });
});
