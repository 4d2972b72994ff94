import type { ApiSettings } from '../../application/core.ts';

/** A page of the web that this process serves: a folder of `web/`. */
export interface Page {
  /** The exact addresses that show it. */
  paths: readonly string[];
  /** Its folder in `web/`. */
  folder: string;
  /** Whether it is served; where it is not, its addresses are unknown. */
  isServed(settings: ApiSettings): boolean;
}

/** Every page of the web. */
export const PAGES: readonly Page[] = [
  { paths: ['/'], folder: 'home', isServed: ({ showsDocs }) => showsDocs },
  { paths: ['/docs'], folder: 'docs', isServed: ({ showsDocs }) => showsDocs },
  // It signs people in, and gives them gold, by the `/dev` routes.
  { paths: ['/demo', '/demo/split'], folder: 'demo', isServed: ({ dev }) => dev },
  // What it shows and does, the operators' API answers and allows.
  { paths: ['/console'], folder: 'console', isServed: ({ console }) => console !== 'off' },
];
