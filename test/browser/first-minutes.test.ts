import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { build } from '../support/build.ts';
import { newPage, startChromium, watched } from '../support/chromium.ts';
import { expectLabelled, expectNoSideways, expectReadable, keepPicture } from '../support/page-looks.ts';
import { ROOT } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';
import { skipAloud } from '../support/skip.ts';

/** As `npm run dev` starts it, once `dist/` is compiled. */
const DEV = ['--max-semi-space-size=64', '--enable-source-maps', join(ROOT, 'dist/main.js'), 'dev'];
const ROSE = 103;

describe('somebody who knows nothing', () => {
  const dataDir = temporaryFolder('first-minutes');
  let browser: Browser | null = null;
  let server: ServerProcess | undefined;

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the first minutes in Chromium: this machine has none (CHROMIUM)');
    if (!build.isBuilt()) await build.buildServer();
    server = await ServerProcess.start({ DATA_DIR: dataDir, DEV_KEY: '' }, DEV);
  });
  after(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('runs one command, opens one address, and sees a gift cross, a line heal, and why', async () => {
    const [address] = /http:\S+\/demo\/split\?key=\S+/.exec(server!.text)!;
    const { page, complaints, outside } = await newPage(browser!);
    await page.goto(address);
    const [host, viewer] = [page.locator('.seat').first(), page.locator('.seat').nth(1)];
    for (const seat of [host, viewer]) await seat.getByLabel('Say something').waitFor();
    await keepPicture(page, 'demo-first');
    const steps = page.getByRole('region', { name: 'Three things to try' }).getByRole('listitem');
    const isTaken = (name: string) => steps.filter({ hasText: name }).filter({ hasText: 'Seen' }).waitFor();
    expect(await steps.count()).to.equal(3);
    expect(await steps.filter({ hasText: 'Seen' }).count()).to.equal(0);

    // A gift crosses.
    await viewer.locator(`[data-gift="${ROSE}"]`).click();
    for (const seat of [host, viewer]) await heard(seat, '玫瑰');
    await isTaken('Give something');

    // The events behind it, each beneath its cause.
    const rows = page.getByRole('region', { name: 'The event chain' }).getByRole('row');
    await rows.filter({ hasText: 'GiftBought' }).filter({ hasText: 'the request' }).waitFor();
    await rows.filter({ hasText: 'PointsCredited' }).filter({ hasText: 'GiftBought (' }).waitFor();
    await rows.filter({ hasText: 'GiftShown' }).filter({ hasText: 'gift on live' }).waitFor();
    await isTaken('Read why');

    // A line is cut, and heals.
    await viewer.getByRole('button', { name: 'Cut my line' }).click();
    await say(host, 'Are you there?');
    await heard(host, 'Are you there?');
    expect(await viewer.locator('.chat li').filter({ hasText: 'Are you there?' }).count()).to.equal(0);
    await viewer.getByRole('button', { name: 'Come back' }).click();
    await heard(viewer, 'Are you there?');
    await viewer.getByText('replayed', { exact: true }).waitFor();
    await isTaken('Cut a line and heal it');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectReadable(page, colorScheme);
      await keepPicture(page, `demo-played-${colorScheme}`);
    }

    // A second tab of the same browser: it joins by itself, and what is given there is seen here.
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'One more tab' }).click();
    const tab = watched(await opened);
    await tab.page.getByRole('status').filter({ hasText: 'You joined as a viewer' }).waitFor();
    await tab.page.locator(`[data-gift="${ROSE}"]`).click();
    await host.locator('.chat li.gift').nth(1).waitFor();
    expect([...complaints, ...outside, ...tab.complaints, ...tab.outside]).to.deep.equal([]);
  });

  it('goes through it by keyboard, and hears what each control is', async () => {
    const { page } = await newPage(browser!, { viewport: { width: 390, height: 844 } });
    await page.goto(`${server!.url}/demo`);
    // Without the key, it is said what is missing.
    await page.getByRole('status').filter({ hasText: 'key' }).waitFor();
    await page.goto(/http:\S+\/demo\/split\?key=\S+/.exec(server!.text)![0].replace('/split', ''));
    await page.getByLabel('Say something').waitFor();
    await expectLabelled(page);
    const unnamed = page.locator('button:not([aria-label]), a, summary').filter({ hasNotText: /\S/ });
    expect(await unnamed.count()).to.equal(0);
    await reachedByTab(page, (name) => name === 'Let two robots in');
    await expectNoSideways(page, 'on a phone');
    await keepPicture(page, 'demo-phone');
    await page.close();
  });
});

async function say(seat: Locator, text: string): Promise<void> {
  await seat.getByLabel('Say something').fill(text);
  await seat.getByLabel('Say something').press('Enter');
}

const heard = (seat: Locator, text: string) => seat.locator('.chat li').filter({ hasText: text }).first().waitFor();

/** Presses the tabulator until such a control has the focus, and it shows. */
async function reachedByTab(page: Page, isIt: (text: string) => boolean): Promise<void> {
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus-visible');
    if (!isIt(((await focused.textContent()) ?? '').trim())) continue;
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).to.equal('solid');
    return;
  }
  throw new Error('no such control is reached by keyboard');
}
