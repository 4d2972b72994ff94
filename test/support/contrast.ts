import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './script.ts';

/** What text needs beside its ground (WCAG 2.2, 1.4.3). */
const LEAST_RATIO = 4.5;

/** The texts of a page that are hard to read; none: all can be read. Disabled controls are not asked. */
export function weakTexts(page: Page): Promise<string[]> {
  const script = readFileSync(join(ROOT, 'test/support/weak-texts.js'), 'utf8');
  return page.evaluate<string[]>(`${script.trim().replace(/;$/, '')}(${LEAST_RATIO})`);
}
