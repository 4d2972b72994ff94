import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Api } from '../../api/http/dialect.ts';
import { DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { newPage, startChromium } from '../support/chromium.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { keepPicture } from '../support/page-looks.ts';
import { skipAloud } from '../support/skip.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';
import { compiledWeb } from '../support/web-pages.ts';

const APIS = servedApis(DEV_APPS);
const HEIHEI = APIS[0]!;
/** The largest document is laid out at once: a second or two of computing, and much longer where others have the cores. */
const PATIENCE_MS = 120_000;
/** What runs in the page: the types of the tests are Node's. */
const PRIMARY_COLOUR = `getComputedStyle(document.querySelector('rapi-doc')).getPropertyValue('--primary-color')`;

describe('the reference, in Chromium', () => {
  let api: TestApi;
  let browser: Browser | null = null;
  let page: Page;
  let complaints: string[];
  let outside: string[];

  before(async function () {
    browser = await startChromium();
    if (browser === null) return skipAloud(this, 'the reference in Chromium: this machine has none (CHROMIUM)');
    api = await startTestApi({ webFolder: await compiledWeb(), apis: APIS });
    ({ page, complaints, outside } = await newPage(browser));
    page.setDefaultTimeout(PATIENCE_MS);
    await page.context().request.get(`${api.url}/dev?key=${TEST_DEV_KEY}`);
  });
  after(async () => {
    await browser?.close();
    await api?.close();
  });
  afterEach(() => expect([complaints, outside]).to.deep.equal([[], []]));

  const reference = () => page.locator('rapi-doc');
  /** The paths of endpoints and the names of messages. */
  const shownPaths = async () => {
    const texts = await reference().locator('.m-endpoint .path').allTextContents();
    return texts.map((text) => text.trim().replace(/\s+/g, ' '));
  };
  /** Waits for an API, and looks for each of its endpoints, laid out under a strict policy. */
  async function shows({ endpoints }: Api): Promise<void> {
    await reference().getByText(endpoints[0]!.path, { exact: true }).first().waitFor();
    const shown = await shownPaths();
    for (const { path } of endpoints) expect(shown).to.include(path);
    // What a `<style>` of the reference says.
    const colour = await page.evaluate<string>(PRIMARY_COLOUR);
    expect(colour).to.match(/^\s*#/);
  }
  /** Opens an endpoint and tries it with the example that is filled in; answers what came back. */
  async function tried(path: string): Promise<string> {
    const endpoint = reference()
      .locator('.m-endpoint')
      .filter({ has: page.getByText(path, { exact: true }) });
    await endpoint.locator('.endpoint-head').click();
    await endpoint.getByRole('button', { name: 'TRY', exact: true }).click();
    const answer = endpoint.locator('[data-tab="response"] pre, .tab-content pre').filter({ hasText: 'error' });
    await answer.first().waitFor();
    return answer.first().innerText();
  }

  it('is where the landing page leads, which says what this is and what goes on', async () => {
    await page.goto(api.url);
    await page.locator('#rooms').filter({ hasText: '0' }).waitFor();
    await keepPicture(page, 'home');
    await page.getByRole('link', { name: /^Reference/ }).click();
    await shows(HEIHEI);
  });

  it('shows the messages of sockets beside the endpoints', async () => {
    const { messages = {} } = HEIHEI;
    const shown = await shownPaths();
    expect(Object.keys(messages)).not.to.have.length(0);
    for (const name of Object.keys(messages)) expect(shown).to.include(`${name} Webhook`);
  });

  it('signs somebody in whose token goes along with what is tried', async () => {
    await page.getByRole('button', { name: 'Fill in a dev token' }).click();
    await page.getByText('Calls are made by').waitFor();
    expect(JSON.parse(await tried('/api/live/create-live'))).to.include({ errorcode: 0 });
    await keepPicture(page, 'reference');
  });

  it('has an example of each endpoint that the server understands', async () => {
    // What a server signs is no page's to send; an example of a report names somebody who is not there. Signing out comes last.
    const calls = HEIHEI.endpoints
      .filter(({ body, auth, name }) => body === undefined && auth !== 'app' && !/report-?user/i.test(name))
      .flatMap(({ path, examples = [] }) => examples.map(({ params }) => ({ path, params })))
      .sort((a, b) => Number(a.path.endsWith('sign-out')) - Number(b.path.endsWith('sign-out')));
    const answers = await page.evaluate(
      async ({ calls, token }) => {
        const found: { path: string; status: number; text: string }[] = [];
        for (const { path, params } of calls) {
          const response = await fetch(path, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ token, ...params }),
          });
          const text = response.headers.get('content-type')?.includes('json') ? await response.text() : '';
          found.push({ path, status: response.status, text });
        }
        return found;
      },
      { calls, token: (await api.user('试用的')).token },
    );
    expect(answers.length).to.be.greaterThan(100);
    const refused = answers.filter(({ status, text }) => status >= 500 || text.includes('参数错误: '));
    expect(refused).to.deep.equal([]);
  });

  it('has a tab for each API, with each of its endpoints', async () => {
    for (const shown of APIS.slice(1)) {
      const tab = { name: shown.dialect.document.title, exact: true };
      await page.getByRole('navigation', { name: 'APIs' }).getByRole('link', tab).click();
      await shows(shown);
    }
  });
});
