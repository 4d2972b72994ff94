import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

/** Least contrast of a text to what is behind it (WCAG 2.2, 1.4.3), and of a large one. */
const CONTRAST = 4.5;
const LARGE_CONTRAST = 3;
const LARGE_PX = 24;

/** Runs in the page: the inputs without a label of any words. */
const NAMELESS = `[...document.querySelectorAll('input, select, textarea')]
  .filter((input) => ![...input.labels].some(({ textContent }) => /\\S/.test(textContent)))
  .map(({ outerHTML }) => outerHTML)`;

/** Runs in the page: the texts whose contrast to what is behind them is too small; what cannot be pressed is left out. */
const FAINT = `(() => {
  const partsOf = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const shine = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const lightOf = ([red, green, blue]) =>
    0.2126 * shine(red / 255) + 0.7152 * shine(green / 255) + 0.0722 * shine(blue / 255);
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const color = partsOf(getComputedStyle(element).backgroundColor);
    return color[3] === 0 ? behind(element.parentElement) : color;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !element.checkVisibility() || element.closest('noscript, :disabled')) continue;
    const { color, fontSize } = getComputedStyle(element);
    const lights = [lightOf(partsOf(color)), lightOf(behind(element))].sort((one, other) => other - one);
    const contrast = (lights[0] + 0.05) / (lights[1] + 0.05);
    if (contrast < (parseFloat(fontSize) >= ${LARGE_PX} ? ${LARGE_CONTRAST} : ${CONTRAST}))
      found.push(contrast.toFixed(2) + ' "' + text.slice(0, 40) + '" ' + color);
  }
  return found;
})()`;

/** Every input, choice and area says what it is for. */
export async function expectLabelled(page: Page): Promise<void> {
  expect(await page.evaluate(NAMELESS)).to.deep.equal([]);
}

/** Every text can be read by its colour. */
export async function expectReadable(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(FAINT), where).to.deep.equal([]);
}

/** Nothing is wider than the screen. */
export async function expectNoSideways(page: Page, where: string): Promise<void> {
  const [width, screen] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [
    number,
    number,
  ];
  expect(width, where).to.be.at.most(screen);
}

/** Keeps a picture of the page where SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS ?? '';
  if (folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
