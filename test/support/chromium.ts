import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where systems keep Chromium; CHROMIUM names another place. */
const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** A machine that stalls is waited for. */
const PATIENCE_MS = 30_000;

/** The Chromium of this machine; null where it has none. */
export async function startChromium(): Promise<Browser | null> {
  const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
  if (executablePath === undefined) {
    if (process.env.CI === 'true') throw new Error('there is no Chromium, and CI must not go without');
    return null;
  }
  // As root, as in containers, Chromium starts without its sandbox alone; it opens nothing but this test's pages.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], timeout: PATIENCE_MS });
}

/** A page with cookies of its own, and what it complains about: errors of scripts, and what its policy refused. */
export async function newPage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Nobody is signed in at first: a refused request is the API's answer, not the page's mistake.
    const isRefusal = /status of 40[13]/.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  return { page, complaints };
}
