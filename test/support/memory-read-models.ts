import type { Position } from '../../event-store/event-store.ts';
import { checkBatch, parseTable, planQuery, type QueryPlan, tableOf } from '../../projections/query.ts';
import {
  type DocumentWrite,
  MAX_QUERY_DOCUMENTS,
  type Note,
  type Query,
  type ReadModelStore,
  type Scalar,
  type StoredDocument,
  type View,
} from '../../projections/read-models.ts';

type Fields = Record<string, unknown>;

interface Kept extends StoredDocument {
  document: Fields;
}

/** A read model store in memory that keeps the port's contract, for tests of what uses one. Queries scan: keep tables small. */
export class MemoryReadModelStore implements ReadModelStore {
  private readonly tables = new Map<string, Map<string, Kept>>();
  private readonly checkpoints = new Map<string, Position>();
  private readonly currents = new Map<string, string>();
  private readonly notesByName = new Map<string, string>();
  private closed = false;

  async prepare(table: string, view: View): Promise<void> {
    this.checkOpen();
    if (parseTable(table).viewName !== view.name || tableOf(view) !== table.replace(/b$/, '')) {
      throw new RangeError(`${table} is not a table of ${view.name}@${view.version}`);
    }
    if (!this.tables.has(table)) this.tables.set(table, new Map());
  }

  async load(table: string, ids: readonly string[]): Promise<(StoredDocument | null)[]> {
    checkBatch('ids', ids.length);
    const rows = this.rows(table);
    return ids.map((id) => {
      const kept = rows.get(id);
      return kept ? { body: kept.body, position: kept.position } : null;
    });
  }

  async write(changes: { table: string; documents: DocumentWrite[]; checkpoint: Position }[]): Promise<void> {
    this.checkOpen();
    for (const { table, documents } of changes) {
      checkBatch('documents', documents.length);
      this.rows(table);
    }
    for (const { table, documents, checkpoint } of changes) {
      const rows = this.rows(table);
      for (const { id, body, position } of documents) {
        if ((rows.get(id)?.position ?? -1) >= position) continue;
        if (body === null) rows.delete(id);
        else rows.set(id, { body, position, document: JSON.parse(body) as Fields });
      }
      this.checkpoints.set(table, Math.max(checkpoint, this.checkpoints.get(table) ?? 0));
    }
  }

  async checkpoint(name: string): Promise<Position> {
    this.checkOpen();
    return this.checkpoints.get(name) ?? 0;
  }

  async saveCheckpoint(name: string, position: Position): Promise<void> {
    this.checkOpen();
    this.checkpoints.set(name, position);
  }

  async notes(prefix: string): Promise<Note[]> {
    this.checkOpen();
    const found = [...this.notesByName].filter(([name]) => name.startsWith(prefix));
    return found.map(([name, body]) => ({ name, body })).sort((a, b) => compare(a.name, b.name));
  }

  async saveNote(name: string, body: string | null): Promise<void> {
    this.checkOpen();
    if (body === null) this.notesByName.delete(name);
    else this.notesByName.set(name, body);
  }

  async find(table: string, view: View, query: Query): Promise<{ id: string; body: string }[]> {
    const plan = planQuery(view, query);
    const found = [...this.rows(table)].filter(([, { document }]) => matches(document, plan));
    found.sort(([a, x], [b, y]) => compareDocuments(x.document, y.document, plan) || compare(a, b));
    if (plan.reverse) found.reverse();
    return found.slice(plan.offset, plan.offset + plan.limit).map(([id, { body }]) => ({ id, body }));
  }

  async current(viewName: string): Promise<string | null> {
    this.checkOpen();
    return this.currents.get(viewName) ?? null;
  }

  async switchTo(viewName: string, table: string): Promise<void> {
    this.rows(table);
    this.currents.set(viewName, table);
  }

  async drop(table: string): Promise<void> {
    this.checkOpen();
    parseTable(table);
    this.tables.delete(table);
    this.checkpoints.delete(table);
  }

  async scan(table: string, afterId: string): Promise<({ id: string } & StoredDocument)[]> {
    const ids = [...this.rows(table).keys()].sort(compare).filter((id) => compare(id, afterId) > 0);
    return ids.slice(0, MAX_QUERY_DOCUMENTS).map((id) => {
      const { body, position } = this.rows(table).get(id)!;
      return { id, body, position };
    });
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private checkOpen(): void {
    if (this.closed) throw new Error('the read models are closed');
  }

  private rows(table: string): Map<string, Kept> {
    this.checkOpen();
    parseTable(table);
    const rows = this.tables.get(table);
    if (!rows) throw new Error(`${table} was not prepared`);
    return rows;
  }
}

function matches(document: Fields, plan: QueryPlan): boolean {
  return (
    plan.equals.every(({ field, value }) => compare(document[field.name], value) === 0) &&
    plan.bounds.every(({ field, operator, value }) => {
      const order = compare(document[field.name], value);
      return operator === '>' ? order > 0 : operator === '>=' ? order >= 0 : operator === '<' ? order < 0 : order <= 0;
    })
  );
}

function compareDocuments(a: Fields, b: Fields, plan: QueryPlan): number {
  for (const { name, down } of plan.fields) {
    const order = compare(a[name], b[name]);
    if (order !== 0) return down ? -order : order;
  }
  return 0;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const [x, y] = [Number(a as Scalar), Number(b as Scalar)];
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : typeof a < typeof b ? -1 : 1;
}
