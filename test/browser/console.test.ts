import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { servedApis } from '../../server/served-apis.ts';
import { newPage, startChromium } from '../support/chromium.ts';
import { person as cardOf } from '../support/given.ts';
import { newOperator, PASSWORD } from '../support/operator-client.ts';
import { skipAloud } from '../support/skip.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';
import { compiledWeb } from '../support/web-pages.ts';

describe('the console, in Chromium', () => {
  let api: TestApi;
  let browser: Browser | null = null;

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the console in Chromium: this machine has none (CHROMIUM)');
    api = await startTestApi({ webFolder: await compiledWeb(), apis: servedApis([]) });
    for (const role of ['viewer', 'finance'] as const) await newOperator(api.core, `the.${role}`, role);
  });
  after(async () => {
    await browser?.close();
    await api?.close();
  });

  async function signedIn(role: OperatorRole): Promise<{ page: Page; complaints: string[] }> {
    const opened = await newPage(browser!);
    await opened.page.goto(`${api.url}/console`);
    await labelled(opened.page);
    await opened.page.getByLabel('Name').fill(`the.${role}`);
    await opened.page.getByLabel('Password').fill(PASSWORD);
    await opened.page.getByRole('button', { name: 'Sign in' }).click();
    await opened.page.getByRole('button', { name: 'Sign out' }).waitFor();
    return opened;
  }

  /** Every input says what it is for. */
  async function labelled(page: Page): Promise<void> {
    await page.locator('input').first().waitFor();
    const count = await page.locator('input').count();
    expect(await page.locator('label', { hasText: /\S/ }).locator('input').count()).to.equal(count);
  }

  it('shows what a wallet held at each moment, and a gift as it is bought', async () => {
    const { userId } = await api.user('有钱的');
    const run = (command: WalletCommand, actor = 0) =>
      api.run(walletDecider, walletStream(APP, userId), command, actor);
    await run({ type: 'GrantGold', userId, amountGold: 100, source: 'test' });
    await run({ type: 'GrantGold', userId, amountGold: 50, source: 'test' });
    await run({ type: 'BuyRename', displayName: '小红' }, userId);

    const { page, complaints } = await signedIn('finance');
    await page.getByRole('link', { name: 'Ledger' }).click();
    await page.getByLabel('Id, number').fill(String(userId));
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('button', { name: /140 gold/ }).click();
    const slider = page.getByLabel('Moment');
    const figure = (gold: number) => page.locator('.figure', { hasText: new RegExp(`^${gold}$`) }).waitFor();
    for (const [moment, gold] of [100, 150, 140].entries()) {
      await slider.fill(String(moment));
      await figure(gold);
    }
    await labelled(page);

    const gift = { id: 103, name: '玫瑰', picture: 'static' as const, priceGold: 30, experience: 300 };
    const to = { liveId: 5, roomId: 5, hostId: 2, from: cardOf(userId) };
    await run({ type: 'BuyGift', gift, amount: 1, comboId: 'x', ...to }, userId);
    await page.getByRole('cell', { name: 'GiftBought' }).waitFor();
    await figure(110);
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('shows a viewer nothing that changes anything, and the API refuses it as well', async () => {
    const { page, complaints } = await signedIn('viewer');
    const names = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(names).to.include('Rooms').and.not.include('Ledger');
    for (const name of names) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.locator('section').first().waitFor();
      expect(await page.getByRole('main').getByRole('button').count(), name).to.equal(0);
    }
    const request = page.context().request;
    const { csrfToken } = (await (await request.get(`${api.url}/operator/v1/session/me`)).json()) as {
      csrfToken: string;
    };
    const refused = await request.post(`${api.url}/operator/v1/wallets/grant`, {
      headers: { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': 'a viewer' },
      data: { userId: 1, amountGold: 1, reason: 'mine' },
    });
    expect([refused.status(), ((await refused.json()) as { error: string }).error]).to.deep.equal([403, 'RoleTooLow']);
    expect(complaints).to.deep.equal([]);
    await page.close();
  });
});
