import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { addressesIn } from '../support/addresses.ts';
import { newPage, startChromium, watched } from '../support/chromium.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { DevSalon } from '../support/dev-salon.ts';
import { keepPicture } from '../support/page-looks.ts';
import { eventually } from '../support/promises.ts';
import { skipAloud } from '../support/skip.ts';
import { compiledWeb } from '../support/web-pages.ts';

/** Sold by Salon as it comes: a rose at 10 gold. */
const ROSE = 103;

describe('the demo room, in Chromium', () => {
  let browser: Browser | null = null;
  let salon: DevSalon | undefined;

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the demo room in Chromium: this machine has none (CHROMIUM)');
    salon = await DevSalon.start('demo-room', await compiledWeb());
  });
  after(async () => {
    await browser?.close();
    await salon?.stop();
  });

  const pages: Page[] = [];
  /** What the answers to these pages hold. */
  const addresses = new Set<string>();
  /** As whoever closes the tab: the room of the host is over. */
  afterEach(async () => {
    for (const page of pages) await page.goto('about:blank');
    await eventually(async () => {
      const { rooms } = (await (await fetch(`${salon!.url}/numbers`)).json()) as { rooms: number };
      expect(rooms).to.equal(0);
    });
    for (const page of pages.splice(0)) await page.context().close();
  });

  /** Somebody at this address of the demo, who has the key of `/dev`. */
  async function somebody(path: string) {
    const opened = await newPage(browser!);
    pages.push(opened.page);
    opened.page.on('response', async (response) => {
      if (!response.url().includes('/api/')) return;
      for (const address of addressesIn(await response.json().catch(() => null))) addresses.add(address);
    });
    await opened.page.goto(`${salon!.url}${path}?key=${TEST_DEV_KEY}`);
    return opened;
  }
  const press = (place: Page | Locator, name: string) => place.getByRole('button', { name, exact: true }).click();
  const says = (place: Page | Locator, text: string | RegExp) =>
    place.getByRole('status').filter({ hasText: text }).waitFor();
  const heard = (place: Page | Locator, text: string) =>
    place.locator('.chat li').filter({ hasText: text }).first().waitFor();
  const factOf = (place: Page | Locator, name: string, value: string | RegExp) =>
    place.locator(`[data-fact="${name}"]`).filter({ hasText: value }).waitFor();
  const goldOf = async (page: Page) => Number(await page.locator('[data-fact="Gold"]').getAttribute('data-is'));
  async function say(place: Page | Locator, text: string) {
    await place.getByLabel('Say something').fill(text);
    await place.getByLabel('Say something').press('Enter');
  }

  it('is opened by the first who comes, and joined, played and healed by the next', async () => {
    const host = await somebody('/demo');
    await says(host.page, 'You are the host');
    const viewer = await somebody('/demo');
    await says(viewer.page, 'You joined as a viewer');
    expect(viewer.page.url(), 'the key stays in no history').to.equal(`${salon!.url}/demo`);
    for (const { page } of [host, viewer]) await factOf(page, 'In the room', '2');
    const before = await goldOf(viewer.page);

    await viewer.page.locator(`[data-gift="${ROSE}"]`).click();
    for (const { page } of [host, viewer]) await heard(page, '玫瑰');
    const event = (type: string) => viewer.page.getByRole('row').filter({ hasText: type }).first();
    await event('GiftBought').filter({ hasText: 'the request' }).waitFor();
    await event('PointsCredited').filter({ hasText: 'GiftBought (credit-host)' }).waitFor();
    await event('GiftShown').filter({ hasText: 'PointsCredited (' }).filter({ hasText: 'gift on live' }).waitFor();
    await press(viewer.page, 'Send the same gift again');
    await says(viewer.page, 'paid once');
    expect(await goldOf(viewer.page)).to.equal(before - 10);
    expect(await host.page.locator('.chat li.gift').count()).to.equal(1);

    await press(viewer.page, 'Cut my line');
    await factOf(viewer.page, 'Line', 'closed');
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
    await factOf(host.page, 'Likes', '1');

    // There is gold for one of the dearest alone.
    await press(viewer.page, 'Buy with two tabs at once');
    await says(viewer.page, 'at once');
    const told = await viewer.page.getByRole('status').innerText();
    expect(told.match(/bought/g), told).to.have.length(1);
    const poor = await goldOf(viewer.page);
    await press(viewer.page, 'Get gold');
    await says(viewer.page, 'gold more');
    expect(await goldOf(viewer.page)).to.equal(poor + 10_000);
    for (const { complaints, outside } of [host, viewer]) expect([complaints, outside]).to.deep.equal([[], []]);
  });

  it('puts a viewer on air who asks, with a camera and the token of the media server', async () => {
    const { page, complaints, outside } = await somebody('/demo/split');
    const [host, viewer] = await hostAndViewer(page);
    await press(viewer, 'Ask to come on air');
    await says(viewer, 'The host is asked');
    await host
      .getByRole('button', { name: /^Call .* on air$/ })
      .filter({ hasText: 'Accept' })
      .click();
    for (const seat of [host, viewer]) {
      await says(seat, 'with your camera');
      await seat.locator('.tile').nth(1).filter({ hasText: 'on air' }).waitFor();
      expect(await seat.locator('video').count()).to.equal(1);
      await seat.getByText('The token for the media server').click();
      expect(await seat.locator('.token pre').innerText()).to.include('"canPublish": true');
    }
    await keepPicture(page, 'demo-on-air');
    await press(viewer, 'Hang up');
    await says(host, 'hung up');
    for (const seat of [host, viewer]) await seat.locator('.tile').nth(1).waitFor({ state: 'detached' });

    // The host calls, and the viewer says no.
    await host.getByRole('button', { name: /^Call .* on air$/ }).click();
    await says(viewer, 'calls you on air');
    await press(viewer, 'Refuse');
    await says(host, '拒绝');
    expect([complaints, outside]).to.deep.equal([[], []]);
  });

  it('locks seats, and lets robots in, who chat, give, and come on air', async () => {
    const { page, complaints, outside } = await somebody('/demo/split');
    const [host, viewer] = await hostAndViewer(page);
    const seats = (seat: Locator, is: string) =>
      seat.getByRole('list', { name: 'Seats' }).getByText(is, { exact: true });
    await press(host, 'Lock a seat');
    await seats(viewer, 'locked').waitFor();
    await press(host, 'Unlock a seat');
    await seats(viewer, 'locked').waitFor({ state: 'detached' });
    await press(host, 'Let two robots in');
    await says(host, 'Two robots came in');
    await heard(viewer, 'Hello from a robot');
    await viewer.locator('.chat li.gift').first().waitFor();
    await host
      .getByRole('button', { name: /^Call .* on air$/ })
      .first()
      .click();
    await viewer.locator('.tile').nth(1).filter({ hasText: 'on air' }).waitFor();
    expect([complaints, outside]).to.deep.equal([[], []]);
  });

  it('is where the page of a shared live leads', async () => {
    const { page, complaints, outside } = await somebody('/demo/split');
    const [host] = await hostAndViewer(page);
    const opened = page.context().waitForEvent('page');
    await host.getByRole('link', { name: 'friends are sent' }).click();
    const shared = watched(await opened);
    await shared.page.getByRole('heading', { name: 'The demo room' }).waitFor();
    await shared.page.getByRole('link', { name: '演示房间' }).click();
    await says(shared.page, 'You joined as a viewer');
    await factOf(host, 'In the room', '3');
    expect([...complaints, ...outside, ...shared.complaints, ...shared.outside]).to.deep.equal([]);
  });

  it('is answered no address that leads nowhere', async () => {
    expect(addresses.size).to.be.greaterThan(5);
    for (const address of addresses) {
      const response = await fetch(address, { redirect: 'error' });
      await response.arrayBuffer();
      // Nothing streams: where a live is pulled there is nothing to see.
      expect(response.status, address).to.be.oneOf([200, 204]);
    }
  });

  /** The two seats of `/demo/split`, when both are in a room of their own. */
  async function hostAndViewer(page: Page): Promise<[Locator, Locator]> {
    const being = (role: string) =>
      page.locator('.seat').filter({ has: page.locator('[data-fact="You"]', { hasText: role }) });
    await being('host').getByLabel('Say something').waitFor();
    await being('viewer').getByLabel('Say something').waitFor();
    return [being('host'), being('viewer')];
  }
});
