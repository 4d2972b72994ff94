import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { firstOperatorKey } from '../../application/operators/first.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { servedApis } from '../../server/served-apis.ts';
import { newPage, startChromium } from '../support/chromium.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { person as cardOf } from '../support/given.ts';
import { newOperator, OperatorClient, PASSWORD } from '../support/operator-client.ts';
import { skipAloud } from '../support/skip.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';
import { compiledWeb } from '../support/web-pages.ts';

describe('the console, in Chromium', () => {
  let api: TestApi;
  let webFolder: string;
  let browser: Browser | null = null;

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the console in Chromium: this machine has none (CHROMIUM)');
    webFolder = await compiledWeb();
    api = await startTestApi({ webFolder, apis: servedApis([]) });
    for (const role of ['viewer', 'finance', 'admin'] as const) await newOperator(api.core, `the.${role}`, role);
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

  it('takes the first operator by the printed key, and dev mode by its own', async () => {
    const fresh = await startTestApi({ webFolder, apis: servedApis([]) });
    const first = await newPage(browser!);
    await first.page.goto(`${fresh.url}/console`);
    await first.page.getByRole('button', { name: /first operator/ }).click();
    await labelled(first.page);
    await first.page.getByLabel('Key').fill((await firstOperatorKey(fresh.core))!);
    await first.page.getByLabel('Name').fill('the.first');
    await first.page.getByLabel('New password').fill(PASSWORD);
    await first.page.getByRole('button', { name: 'Sign in' }).click();
    await first.page.getByText('the.first (admin)').waitFor();
    const dev = await newPage(browser!);
    await dev.page.goto(`${fresh.url}/console`);
    await dev.page.getByRole('button', { name: /dev mode/ }).click();
    await dev.page.getByLabel('Key').fill('another');
    await dev.page.getByRole('button', { name: 'Sign in' }).click();
    await dev.page.getByRole('alert').waitFor();
    await dev.page.getByLabel('Key').fill(TEST_DEV_KEY);
    await dev.page.getByRole('button', { name: 'Sign in' }).click();
    await dev.page.getByText('dev (admin)').waitFor();
    expect([...first.complaints, ...dev.complaints]).to.deep.equal([]);
    await first.page.close();
    await dev.page.close();
    await fresh.close();
  });

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

    await page
      .getByRole('row', { name: /GiftBought/ })
      .getByRole('link', { name: 'chain' })
      .click();
    await page
      .getByRole('cell', { name: `wallet-${APP}.${userId}` })
      .first()
      .waitFor();
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('has gold above the limit wait, and a second operator approve it', async () => {
    const { userId } = await api.user('等着的');
    const asking = new OperatorClient(api.url);
    await asking.signIn('the.admin');
    const asked = await asking.act('wallets/grant', { userId, amountGold: 100_001 });
    expect(asked.body.approvalId).to.be.a('number');
    const { page, complaints } = await signedIn('finance');
    await page.getByRole('link', { name: 'Approvals' }).click();
    const waiting = page.getByRole('article').filter({ hasText: String(asked.body.approvalId) });
    const form = waiting.locator('form').filter({ has: page.getByRole('button', { name: 'Approve' }) });
    await form.getByLabel('Reason').fill('right');
    await form.getByRole('button', { name: 'Approve' }).click();
    await waiting.waitFor({ state: 'detached' });
    const { approvals } = (await asking.get('approvals/list')).body;
    expect(approvals[0]).to.include({ approvalId: asked.body.approvalId, status: 'given' });
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('mutes and puts out who is in a room, and ends it, each with a reason', async () => {
    const host = await api.user('主播');
    const guest = await api.user('观众');
    const { live } = await host.must('/api/live/create-live', { title: '开播' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await guest.must('/api/live/join-live', { liveId });
    const { page, complaints } = await signedIn('finance');
    await page.getByRole('link', { name: 'Rooms', exact: true }).click();
    await page.getByRole('link', { name: '开播' }).click();
    const part = page.getByRole('article').filter({ hasText: '观众' });
    const act = async (within: Locator, label: string) => {
      const form = within.locator('form').filter({ has: page.getByRole('button', { name: label }) });
      await form.getByLabel('Reason').fill('rude');
      await form.getByRole('button', { name: label }).click();
    };
    await act(part, 'Mute');
    await part.getByRole('button', { name: 'Let speak' }).waitFor();
    await labelled(page);
    await act(part, 'Kick');
    await part.waitFor({ state: 'detached' });
    await act(page.locator('section').first(), 'Ban the live');
    await page.getByRole('cell', { name: 'banned', exact: true }).waitFor();
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
