import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

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
  return chromium.launch({ executablePath, args: ARGUMENTS, timeout: PATIENCE_MS });
}

const ARGUMENTS = [
  // As root, as in containers, Chromium starts without its sandbox alone; it opens nothing but this test's pages.
  ...['--no-sandbox', '--disable-dev-shm-usage'],
  // A camera that shows a moving picture, which pages get without being asked for.
  ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
];

/** A page that a test looks at. */
export interface Watched {
  page: Page;
  /** Errors of scripts, and what its policy refused. */
  complaints: string[];
  /** What it asked for elsewhere than on this machine. */
  outside: string[];
}

/** A page with cookies of its own. */
export async function newPage(browser: Browser, options?: BrowserContextOptions): Promise<Watched> {
  return watched(await browser.newPage(options));
}

/** Notes what a page complains about and asks for. */
export function watched(page: Page): Watched {
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Nobody is signed in at first: a refused request is the API's answer, not the page's mistake.
    const isRefusal = /status of 40[13]/.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  const outside: string[] = [];
  const look = (address: string) => {
    const { protocol, hostname } = new URL(address);
    if (/^(http|ws)/.test(protocol) && hostname !== '127.0.0.1') outside.push(address);
  };
  page.on('request', (request) => look(request.url()));
  page.on('websocket', (socket) => look(socket.url()));
  return { page, complaints, outside };
}
