import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import { pagesAfter } from './pages.ts';
import { tableOf } from './query.ts';
import { type Document, type EventRule, type ReadModelStore, rulesOf, type View, type ViewLog } from './read-models.ts';
import { Parked, type ParkedEvent, parkedEvents, stoppedViews } from './view-notes.ts';

export { type LedgerReport, verifyLedger } from './verify-ledger.ts';
export { type StreamReport, verifyStreams } from './verify-streams.ts';

/** Documents that are folded in one pass over the log; more of them take further passes. */
const DOCUMENTS_PER_PASS = 200_000;
const MAX_DIFFERENCES = 100;

export interface Difference {
  view: string;
  id: string;
  /**
   * `missing`: the log says it exists, the store does not; `extra`: the other way round; `unbuilt`: no table serves the view;
   * `stopped`: the view cannot take an event and shows nothing newer.
   */
  kind: 'missing' | 'extra' | 'differs' | 'unbuilt' | 'stopped';
  /** What the store holds and what the log makes of it: position and body. */
  stored: string | null;
  expected: string | null;
}

export interface ReadModelReport {
  /** Events up to the highest checkpoint. */
  events: number;
  documents: number;
  /** All of them are counted, the first are listed. */
  differenceCount: number;
  differences: Difference[];
  /** Events that an operator let a view leave out: the fold leaves them out, too. */
  parked: ParkedEvent[];
}

export interface VerifyOptions {
  /** Differences that are listed; default 100. */
  maxDifferences?: number;
  /** Documents that are folded at a time: bounds the memory. */
  documentsPerPass?: number;
  onProgress?(events: number): void;
}

interface Checked {
  view: View;
  table: string;
  checkpoint: Position;
  /** Why the log cannot be folded into it, though it was. */
  failure?: string;
}

interface Expected {
  document: Document | null;
  position: Position;
}

/**
 * Folds the log anew, each view up to its table's checkpoint, and compares every document with the store, byte for byte and
 * in both directions. The store must not change meanwhile: stop the projector, or give it a store that shows one moment
 * (`EmbeddedReadModelStore.openSnapshot`); the log may grow.
 */
export async function verifyReadModels(
  log: ViewLog,
  store: ReadModelStore,
  views: readonly View[],
  options: VerifyOptions = {},
): Promise<ReadModelReport> {
  const { maxDifferences = MAX_DIFFERENCES, documentsPerPass = DOCUMENTS_PER_PASS, onProgress = () => {} } = options;
  const parked = (await parkedEvents(store)).filter(({ view }) => views.some(({ name }) => name === view));
  const report: ReadModelReport = { events: 0, documents: 0, differenceCount: 0, differences: [], parked };
  const differ = (difference: Difference) => {
    report.differenceCount++;
    if (report.differences.length < maxDifferences) report.differences.push(difference);
  };
  const tables: Checked[] = [];
  const stopped = (view: View, text: string, expected: string | null) => {
    differ({ view: view.name, id: '', kind: 'stopped', stored: text, expected });
  };
  for (const stop of await stoppedViews(store)) {
    const view = views.find(({ name, version }) => name === stop.view && version === stop.version);
    if (view) stopped(view, `before ${stop.type} at position ${stop.position}: ${stop.reason}`, null);
  }
  for (const view of views) {
    const table = await store.current(view.name);
    const isCurrent = table !== null && (table === tableOf(view, 0) || table === tableOf(view, 1));
    if (isCurrent) tables.push({ view, table, checkpoint: await store.checkpoint(table) });
    else differ({ view: view.name, id: '', kind: 'unbuilt', stored: table, expected: tableOf(view) });
  }
  for (const { table } of tables) for await (const page of scanPages(store, table)) report.documents += page.length;
  const passes = Math.max(1, Math.ceil(report.documents / documentsPerPass));
  for (let pass = 0; pass < passes; pass++) {
    const isInPass = (id: string) => passes === 1 || hash(id) % passes === pass;
    const { expected, events } = await foldLog(log, tables, new Parked(parked), isInPass, onProgress);
    report.events = events;
    for (const [at, { view, table, failure }] of tables.entries()) {
      if (failure) {
        if (pass === 0) stopped(view, table, failure);
        continue;
      }
      await compare(store, view.name, table, expected[at]!, isInPass, differ);
    }
  }
  return report;
}

async function foldLog(
  log: ViewLog,
  tables: Checked[],
  parked: Parked,
  isInPass: (id: string) => boolean,
  onProgress: (events: number) => void,
): Promise<{ expected: Map<string, Expected>[]; events: number }> {
  const expected = tables.map(() => new Map<string, Expected>());
  const rules = tables.map(({ view }) => rulesOf(view));
  const last = Math.max(0, ...tables.map(({ checkpoint }) => checkpoint));
  let events = 0;
  const isOpened = (event: LoggedEvent) => rules.some((of) => of.get(event.type)?.opens);
  for await (const page of pagesAfter(log, 0)) {
    const toOpen = page.filter(isOpened);
    const openedEvents = (await log.openEvents?.(toOpen)) ?? toOpen;
    const openedOf = new Map(toOpen.map((event, at) => [event, openedEvents[at]!]));
    for (const event of page) {
      if (event.position > last) return { expected, events };
      events++;
      for (const [at, table] of tables.entries()) {
        const { view, checkpoint, failure } = table;
        if (failure || event.position > checkpoint || parked.has(view.name, event.position)) continue;
        try {
          const rule = rules[at]!.get(event.type);
          for (const id of rule?.ids(event) ?? []) {
            if (rule && isInPass(id)) foldInto(expected[at]!, rule, event, id, openedOf.get(event));
          }
        } catch (error) {
          table.failure = `cannot take ${event.type} at position ${event.position}: ${(error as Error).message}`;
        }
      }
    }
    onProgress(events);
  }
  return { expected, events };
}

function foldInto(
  documents: Map<string, Expected>,
  rule: EventRule,
  event: LoggedEvent,
  id: string,
  opened: LoggedEvent = event,
): void {
  const known = documents.get(id);
  const document = rule.evolve(known?.document ?? null, event, id, opened);
  if (document === null) documents.delete(id);
  else documents.set(id, { document, position: event.position });
}

async function compare(
  store: ReadModelStore,
  view: string,
  table: string,
  expected: Map<string, Expected>,
  isInPass: (id: string) => boolean,
  differ: (difference: Difference) => void,
): Promise<void> {
  for await (const page of scanPages(store, table)) {
    for (const { id, body, position } of page) {
      if (!isInPass(id)) continue;
      const wanted = expected.get(id);
      expected.delete(id);
      const stored = `${position} ${body}`;
      if (!wanted) differ({ view, id, kind: 'extra', stored, expected: null });
      else if (stored !== textOf(wanted)) differ({ view, id, kind: 'differs', stored, expected: textOf(wanted) });
    }
  }
  for (const [id, wanted] of expected) {
    differ({ view, id, kind: 'missing', stored: null, expected: textOf(wanted) });
  }
}

function textOf({ position, document }: Expected): string {
  return `${position} ${JSON.stringify(document)}`;
}

async function* scanPages(store: ReadModelStore, table: string) {
  let afterId = '';
  for (;;) {
    const page = await store.scan(table, afterId);
    if (page.length === 0) return;
    yield page;
    afterId = page[page.length - 1]!.id;
  }
}

/** FNV-1a, to spread ids over the passes. */
function hash(id: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) sum = Math.imul(sum ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return sum;
}
