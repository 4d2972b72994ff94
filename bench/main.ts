/** `npm run bench [part …]`: every figure beside its bare counterpart; with all parts, bench/RESULTS.md is written anew. */
import { writeFileSync } from 'node:fs';
import { measureAppends } from './append.ts';
import { benchFanout } from './fanout.ts';
import { benchGifts } from './gifts.ts';
import { measureOpening } from './open.ts';
import { benchRebuild } from './rebuild.ts';
import { type Figure, machine, markdown, watchLoad } from './report.ts';

const PARTS: Record<string, () => Promise<Figure[]>> = {
  append: measureAppends,
  gifts: benchGifts,
  fanout: benchFanout,
  rebuild: benchRebuild,
  open: measureOpening,
};

const HEADER = `# Measured

Medians of runs that stand next to their bare counterpart in time; on a shared machine only the ratios count. \`npm run bench\`
measures again and writes this file.
`;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}: give some of ${Object.keys(PARTS).join(', ')}, or none for all.`);
  process.exit(1);
}
const load = watchLoad();
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`measuring ${name} …`);
  figures.push(...(await measure()));
}
const circumstances = `${machine()}; ${load()}`;
console.log(`${circumstances}\n\n${markdown(figures)}`);
// A part's figures never stand beside others of another day.
if (asked.length === 0) {
  const file = new URL('RESULTS.md', import.meta.url);
  writeFileSync(file, `${HEADER}\n${circumstances}\n\n${markdown(figures)}\n`);
}
