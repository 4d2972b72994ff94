import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { expect } from 'chai';
import { pino } from 'pino';
import type { Browser, Locator, Page } from 'playwright-core';
import { firstOperatorKey } from '../../application/operators/first.ts';
import { stepOfCode, totpCode } from '../../application/operators/totp.ts';
import { readConfig } from '../../config.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { type Salon, startSalon } from '../../server/salon.ts';
import { servedApis } from '../../server/served-apis.ts';
import { newPage, startChromium } from '../support/chromium.ts';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { newOperator, OperatorClient, PASSWORD } from '../support/operator-client.ts';
import { expectLabelled, expectNoSideways, expectReadable, keepPicture } from '../support/page-looks.ts';
import { temporaryFolder } from '../support/server-process.ts';
import { skipAloud } from '../support/skip.ts';
import { APP, startTestApi } from '../support/test-core.ts';
import { compiledWeb } from '../support/web-pages.ts';

/** Each size once, and each colour scheme. */
const LOOKS = [
  { screen: 'desktop', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { screen: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;
/** Sold by Salon as it comes: 玫瑰, 10 gold. */
const ROSE = 103;
const ROLES = ['viewer', 'support', 'finance', 'admin'] as const;

describe('the console, in Chromium', () => {
  const dataDir = temporaryFolder('console');
  let salon: Salon;
  let webFolder: string;
  let browser: Browser | null = null;
  let phones = 13_800_000_000;

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the console in Chromium: this machine has none (CHROMIUM)');
    webFolder = await compiledWeb();
    const settings = { DATA_DIR: dataDir, PORT: '0', DEV_MODE: '1', DEV_KEY: TEST_DEV_KEY, RATE_LIMITS: 'off' };
    salon = await startSalon(readConfig(settings), pino({ level: 'silent' }), undefined, webFolder);
    await salon.ready;
    for (const role of ROLES) await newOperator(salon.core, `the.${role}`, role);
  });
  after(async () => {
    await browser?.close();
    await salon?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const person = (displayName: string) => new Client(salon.url, displayName).signIn(String(phones++), { displayName });
  const onWallet = (userId: number, command: WalletCommand, actor = 0) =>
    salon.core.commands.handle(walletDecider, walletStream(APP, userId), command, {
      ...{ appId: APP, actor, at: salon.clock.now(), commandId: randomUUID() },
    });
  const grant = (userId: number, amountGold: number) =>
    onWallet(userId, { type: 'GrantGold', userId, amountGold, source: 'test' });

  async function signedIn(role: OperatorRole): Promise<{ page: Page; complaints: string[] }> {
    const opened = await newPage(browser!);
    await opened.page.goto(`${salon.url}/console`);
    await opened.page.getByLabel('Name').fill(`the.${role}`);
    await expectLabelled(opened.page);
    await opened.page.getByLabel('Password').fill(PASSWORD);
    const feed = opened.page.waitForRequest(/\/operator\/v1\/feed$/);
    await opened.page.getByRole('button', { name: 'Sign in' }).click();
    await opened.page.getByRole('button', { name: 'Sign out' }).waitFor();
    // One feed tells each page that the log has grown.
    await feed;
    return opened;
  }

  const turnTo = (page: Page, name: string) =>
    page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

  /** Presses a button, says why, and whatever else its dialog asks for. */
  async function act(within: Page | Locator, label: string, fields: Record<string, string> = {}): Promise<void> {
    await within.getByRole('button', { name: label, exact: true }).first().click();
    const page = 'page' in within ? within.page() : within;
    const dialog = page.getByRole('dialog');
    for (const [name, value] of Object.entries(fields)) {
      const field = dialog.getByLabel(name);
      if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value);
      else await field.fill(value);
    }
    await expectLabelled(page);
    await dialog.getByLabel('Reason').fill('ticket 1042');
    await dialog.getByRole('button', { name: label, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Finds somebody on a page, and opens them. */
  async function find(page: Page, where: 'Ledger' | 'People', userId: number): Promise<void> {
    await turnTo(page, where);
    await page.getByLabel('Id, number').fill(String(userId));
    await page
      .getByRole('row', { name: String(userId) })
      .getByRole('link')
      .click();
  }
  const figure = (page: Page, gold: number) =>
    page.locator('.moment .figure', { hasText: new RegExp(`^${gold}$`) }).waitFor();

  /** A live that plays, and its host. */
  async function room(title: string): Promise<{ host: Client; liveId: number }> {
    const host = await person('主播');
    const { live } = await host.must('/api/live/create-live', { title });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    return { host, liveId };
  }

  it('takes the first operator by the printed key, and dev mode by its own', async () => {
    const fresh = await startTestApi({ webFolder, apis: servedApis([]) });
    const first = await newPage(browser!);
    await first.page.goto(`${fresh.url}/console`);
    await first.page.getByRole('button', { name: /first operator/ }).click();
    await expectLabelled(first.page);
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
    const { host, liveId } = await room('礼物');
    const giver = await person('有钱的');
    const { userId } = giver;
    await grant(userId, 100);
    await grant(userId, 50);
    await onWallet(userId, { type: 'BuyRename', displayName: '小红' }, userId);
    await giver.must('/api/live/join-live', { liveId });

    const { page, complaints } = await signedIn('finance');
    await find(page, 'Ledger', userId);
    const slider = page.getByLabel('Moment');
    for (const [moment, gold] of [100, 150, 140].entries()) {
      await slider.fill(String(moment));
      await figure(page, gold);
    }
    await expectLabelled(page);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const rows = readFileSync(await (await saved).path(), 'utf8').split('\r\n');
    expect(rows[0]).to.equal(
      '\ufeff"time","event","gold","gold after","points","points after","about","operator","reason","request"',
    );
    expect(rows.slice(1).map((row) => row.split(',').slice(1, 4).join(' '))).to.deep.equal([
      ...['"RenameBought" -10 140', '"GoldGranted" 50 150', '"GoldGranted" 100 100'],
    ]);

    await giver.must('/api/live/buy-gift', { liveId, giftId: ROSE, amount: 3, gift_uuid: randomUUID() });
    const bought = page.getByRole('row', { name: /Gift bought/ });
    await bought.getByText('玫瑰 × 3').waitFor();
    await bought.getByRole('link', { name: String(host.userId) }).waitFor();
    await figure(page, 110);
    await bought.getByRole('link', { name: 'chain' }).click();
    for (const event of ['Gift bought', 'Points credited', 'Gift shown']) await page.getByText(event).first().waitFor();
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('mutes and puts out who is in a room, ends it, and replays it moment by moment', async () => {
    const { liveId } = await room('昨夜');
    const guest = await person('观众');
    await guest.must('/api/live/join-live', { liveId });
    await guest.must('/api/msg/send-msg', { liveId, roomId: liveId, text: '大家晚上好' });
    const { page, complaints } = await signedIn('support');
    await turnTo(page, 'Rooms');
    await page.getByRole('link', { name: '昨夜' }).click();
    const part = page.getByRole('article').filter({ hasText: '观众' });
    await act(part, 'Mute');
    await part.getByRole('button', { name: 'Let speak' }).waitFor();
    await act(part, 'Kick');
    await part.waitFor({ state: 'detached' });
    await act(page.locator('section').first(), 'Ban the live');
    await page.getByText('banned', { exact: true }).waitFor();

    await turnTo(page, 'Rooms');
    await page.getByLabel('State').selectOption('banned');
    await page.getByRole('link', { name: '昨夜' }).click();
    const said = page.getByRole('list', { name: 'Said and done' });
    const inRoom = page.getByRole('list', { name: 'In the room' });
    await said.getByText('大家晚上好').waitFor();
    await said.getByText('live banned (').waitFor();
    expect(await inRoom.getByRole('link').count()).to.equal(0);
    const slider = page.getByLabel('Moment');
    const moments = await said.getByRole('listitem').allInnerTexts();
    await slider.fill(String(moments.findIndex((line) => line.includes('大家晚上好'))));
    await inRoom.getByRole('link', { name: '观众' }).waitFor();
    expect(await said.getByText('live banned (').count()).to.equal(0);
    await page.getByRole('button', { name: 'Play' }).click();
    await said.getByText('live banned (').waitFor();
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('shows a viewer nothing that changes anything, and the API refuses it as well', async () => {
    const { page, complaints } = await signedIn('viewer');
    const names = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(names).to.include('Rooms').and.not.include('Ledger');
    for (const name of names) {
      await turnTo(page, name);
      await page.locator('section').first().waitFor();
      expect(await page.getByRole('main').getByRole('button').count(), name).to.equal(0);
    }
    const request = page.context().request;
    const { csrfToken } = (await (await request.get(`${salon.url}/operator/v1/session/me`)).json()) as {
      csrfToken: string;
    };
    const refused = await request.post(`${salon.url}/operator/v1/wallets/grant`, {
      headers: { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': 'a viewer' },
      data: { userId: 1, amountGold: 1, reason: 'mine' },
    });
    expect([refused.status(), ((await refused.json()) as { error: string }).error]).to.deep.equal([403, 'RoleTooLow']);
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('lets somebody run production who has never seen the code', async () => {
    const { liveId } = await room('周末歌会');
    const giver = await person('送礼的');
    const { userId } = giver;
    await giver.must('/api/live/join-live', { liveId });
    const { page, complaints } = await signedIn('finance');

    // Gold is given, and what was given by mistake comes back.
    await find(page, 'Ledger', userId);
    await act(page, 'Give gold', { Gold: '770' });
    await figure(page, 770);
    await giver.must('/api/live/buy-gift', { liveId, giftId: ROSE, amount: 3, gift_uuid: randomUUID() });
    await figure(page, 740);
    // Why does this person have 740? The newest row says it.
    const why = page.locator('tr[aria-selected=true]');
    expect(await why.innerText())
      .to.contain('玫瑰 × 3')
      .and.contain('740');
    await act(why, 'Refund');
    await figure(page, 770);
    await page.getByText('given back', { exact: true }).waitFor();

    // More than one may give alone waits for another.
    const asking = new OperatorClient(salon.url);
    await asking.signIn('the.admin');
    const { approvalId } = (await asking.act('wallets/grant', { userId, amountGold: 100_001 })).body;
    await turnTo(page, 'Approvals');
    const waiting = page.getByRole('article').filter({ hasText: String(approvalId) });
    await act(waiting, 'Approve');
    await waiting.waitFor({ state: 'detached' });

    // A price is changed, and the next one pays it.
    await turnTo(page, 'Catalogue');
    const rose = page.getByRole('row', { name: /玫瑰/ }).first();
    await act(rose, 'Change the price', { 'Gold for': '12' });
    await rose.getByRole('cell', { name: '12', exact: true }).waitFor();

    // The ledger adds up, from the events alone.
    await turnTo(page, 'Ledger');
    await act(page, 'Verify now');
    await page.getByText('✓ The ledger adds up').waitFor();
    expect(await page.getByText('✓ proven').count()).to.equal(5);

    // Another tenant's ledger is its own.
    await page.getByLabel('Tenant').selectOption('other');
    await page.locator('.sum', { hasText: 'Granted' }).locator('.figure', { hasText: /^0$/ }).waitFor();
    await page.getByLabel('Tenant').selectOption(APP);

    // A word is held from now on.
    await turnTo(page, 'Moderation');
    await act(page, 'Add words', { Words: '赌博\n加微信', 'What becomes': 'hold' });
    await page.getByRole('row').filter({ hasText: '加微信' }).filter({ hasText: 'held' }).waitFor();

    // Somebody has to go.
    await find(page, 'People', userId);
    await act(page, 'Ban');
    await page.getByRole('button', { name: 'Unban' }).waitFor();
    expect(complaints).to.deep.equal([]);
    await page.close();

    // All of it is written down.
    const admin = await signedIn('admin');
    await turnTo(admin.page, 'Audit');
    for (const deed of ['Gold granted', 'Approval given', 'Gift priced', 'User banned'])
      await admin.page.getByRole('row').filter({ hasText: deed }).filter({ hasText: 'ticket 1042' }).first().waitFor();
    await turnTo(admin.page, 'Read models');
    await act(admin.page, 'Compare', { View: 'user-cards', 'Its id': `${APP}.${userId}` });
    await admin.page.getByText(`✓ user-cards ${APP}.${userId} is what the log says`).waitFor();
    await turnTo(admin.page, 'Events');
    await admin.page.getByLabel('Person').fill(String(userId));
    await admin.page.getByLabel('Type').fill('UserBanned');
    await admin.page.getByRole('row').filter({ hasText: 'User banned' }).waitFor();
    expect(admin.complaints).to.deep.equal([]);
    await admin.page.close();
  });

  it('sets up codes of an authenticator app, and asks for one at the next sign-in', async () => {
    await newOperator(salon.core, 'the.careful', 'viewer');
    const { page, complaints } = await newPage(browser!);
    const signIn = async () => {
      await page.goto(`${salon.url}/console`);
      await page.getByLabel('Name').fill('the.careful');
      await page.getByLabel('Password').fill(PASSWORD);
    };
    await signIn();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'the.careful (viewer)' }).click();
    await page.getByRole('button', { name: 'Set it up' }).click();
    const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
    const code = () => totpCode(secret, Math.floor(salon.clock.now() / 30_000));
    expect(stepOfCode(secret, code(), salon.clock.now())).to.be.a('number');
    await act(page, 'It shows a code', { Code: code(), Password: PASSWORD });
    await page.getByText('Each sign-in asks for a code of your app.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    // Each code signs in once.
    salon.clock.advance(60_000);
    await signIn();
    await page.getByLabel('Code').fill(code());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('the.careful (viewer)').waitFor();
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('can be read on each page, by day and by night, on a phone and by keyboard', async () => {
    const { liveId } = await room('A friendly evening');
    const guest = await person('Ming');
    await guest.must('/api/live/join-live', { liveId });
    for (const gold of [120, 500]) await grant(guest.userId, gold);
    await guest.must('/api/msg/send-msg', { liveId, roomId: liveId, text: 'Good evening, everybody!' });
    for (const giftId of [ROSE, 104, ROSE])
      await guest.must('/api/live/buy-gift', { liveId, giftId, amount: 1, gift_uuid: randomUUID() });
    const { page, complaints } = await signedIn('admin');
    const names = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    const places = [...names, `Ledger/${guest.userId}`, `People/${guest.userId}`, `Rooms/${liveId}`, 'Account'];
    for (const place of places) {
      const name = place.replace(/\/\d+/, '-one').replaceAll(' ', '-').toLowerCase();
      await page.goto(`${salon.url}/console#${place.split('/').map(encodeURIComponent).join('/')}`);
      await page.getByRole('main').locator('section').first().waitFor();
      await page.locator('body[aria-busy=false]').waitFor();
      await expectLabelled(page);
      for (const { screen, viewport, colorScheme } of LOOKS) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await expectNoSideways(page, `${name} on a ${screen}`);
        await expectReadable(page, `${name}, ${colorScheme}`);
        await keepPicture(page, `${name}-${screen}-${colorScheme}`);
      }
    }
    // By keyboard alone: to the page, to its first action, and out of the dialog again.
    await page.goto(`${salon.url}/console#People/${guest.userId}`);
    const ban = page.getByRole('button', { name: 'Ban', exact: true });
    await ban.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').waitFor();
    await expectReadable(page, 'a dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(complaints).to.deep.equal([]);
    await page.close();
  });
});
