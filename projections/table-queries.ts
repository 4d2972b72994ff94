import { StoreUnavailableError } from '../event-store/event-store.ts';
import type { Document, Found, Query, ReadModelStore, View } from './read-models.ts';

/** Answers queries from the tables that serve now. */
export class TableQueries {
  private readonly store: ReadModelStore;
  private readonly tableOf: (viewName: string) => string | undefined;

  /** `tableOf` names the table that serves a view at the moment; undefined for a view that is not kept. */
  constructor(store: ReadModelStore, tableOf: (viewName: string) => string | undefined) {
    this.store = store;
    this.tableOf = tableOf;
  }

  async get<D extends Document>(view: View<D>, id: string): Promise<D | null> {
    const [document] = await this.getMany(view, [id]);
    return document ?? null;
  }

  async getMany<D extends Document>(view: View<D>, ids: readonly string[]): Promise<(D | null)[]> {
    const stored = await this.query(view, (table) => this.store.load(table, ids));
    return stored.map((found) => (found ? (JSON.parse(found.body) as D) : null));
  }

  async find<D extends Document>(view: View<D>, query: Query): Promise<Found<D>[]> {
    const found = await this.query(view, (table) => this.store.find(table, view, query));
    return found.map(({ id, body }) => ({ id, document: JSON.parse(body) as D }));
  }

  /** Asks the table that serves; once more when a rebuild replaced it meanwhile. */
  private async query<Result>({ name }: { name: string }, ask: (table: string) => Promise<Result>): Promise<Result> {
    const table = this.servingTable(name);
    try {
      return await ask(table);
    } catch (error) {
      const replaced = this.servingTable(name);
      if (replaced === table) throw error;
      return ask(replaced);
    }
  }

  private servingTable(viewName: string): string {
    const table = this.tableOf(viewName);
    if (table === undefined) throw new StoreUnavailableError(`the view ${viewName} is not built yet`);
    return table;
  }
}
