import type { LoggedEvent, Position } from '../../event-store/event-store.ts';
import { pagesAfter } from '../../projections/pages.ts';
import { type Document, type EventRule, rulesOf, type View } from '../../projections/read-models.ts';
import { type MakeMeta, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { oncePer } from '../once-per.ts';
import type { Done } from './done.ts';
import { type CheckState, LongCheck, type OnProgress } from './long-check.ts';
import { noteIntervention, requireView } from './machinery.ts';

/** How often the document is read again because it changed meanwhile. */
const MAX_READS = 10;

/** A document as the read model holds it, and as the log makes it. Texts of people are readable, as in answers. */
export interface ComparedDocument {
  view: string;
  id: string;
  stored: Document | null;
  folded: Document | null;
  isSame: boolean;
}

const checkOf = oncePer((_core: Core) => new LongCheck<ComparedDocument>());

/** The comparison under way in this process, or the last one; null before the first. */
export function documentCheck(core: Core): CheckState<ComparedDocument> | null {
  return checkOf(core).now;
}

/**
 * Begins to fold one document anew from the whole log, to be compared with the one that is kept; `documentCheck` says how far it is. One that is under way
 * goes on. Throws `ViewNotFound`. `makeMeta` must be an operator's: the log says who did it.
 */
export async function checkDocument(
  core: Core,
  { view: name, id }: { view: string; id: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const view = requireView(name);
  const what = { what: 'check-document', target: `${name} ${id}` } as const;
  const { position, repeated } = await noteIntervention(core, what, makeMeta);
  if (!repeated) {
    const head = await core.log.head();
    checkOf(core).begin(
      () => core.clock.now(),
      head,
      (onProgress) => compare(core, view, id, onProgress),
    );
  }
  return { position };
}

/** Folds up to the log's end, then reads the document; while it changes in between, both are done again for what is new. */
async function compare(core: Core, view: View, id: string, onProgress: OnProgress): Promise<ComparedDocument> {
  const fold = new OneDocument(view, id);
  let stored: Document | null = null;
  for (let reads = 0; reads < MAX_READS; reads++) {
    await fold.readOn(core, onProgress);
    await shown(core, fold.position, [view]);
    stored = await core.models.get(view, id);
    if (!(await fold.readOn(core, onProgress))) break;
  }
  const { document: folded } = fold;
  return { view: view.name, id, stored, folded, isSame: textOf(stored) === textOf(folded) };
}

/** JSON with fields in alphabetical order: a card that was opened has them in another one. */
function textOf(document: Document | null): string {
  return JSON.stringify(document, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** One document of a view, folded from the log. */
class OneDocument {
  document: Document | null = null;
  position: Position = 0;
  private events = 0;
  private readonly id: string;
  private readonly rules: ReadonlyMap<string, EventRule>;

  constructor(view: View, id: string) {
    this.id = id;
    this.rules = rulesOf(view);
  }

  /** Folds what the log has by now. Answers whether any of it was about the document. */
  async readOn({ log }: Core, onProgress: OnProgress): Promise<boolean> {
    let isTouched = false;
    for await (const page of pagesAfter(log, this.position)) {
      for (const event of page) isTouched = this.take(event) || isTouched;
      this.events += page.length;
      await onProgress(this.events, this.position);
    }
    return isTouched;
  }

  private take(event: LoggedEvent): boolean {
    this.position = event.position;
    const rule = this.rules.get(event.type);
    if (!rule?.ids(event).includes(this.id)) return false;
    // An event is shared with the log's cache, and a document may keep no part of one: `evolve` copies.
    this.document = rule.evolve(this.document, event, this.id, event);
    return true;
  }
}
