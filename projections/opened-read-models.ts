import type { Position } from '../event-store/event-store.ts';
import type { AnyIndexes, Document, Found, NamedView, QueryOf, ReadModels, View } from './read-models.ts';

/** Opens what documents hold sealed, in place. */
export interface OpensDocuments {
  open(documents: readonly (Document | null)[]): Promise<void>;
}

/**
 * Read models whose documents are sealed where they are kept, and readable in answers. The documents that `models` gives out must be the
 * caller's own. Queries reject with `StoreUnavailableError` also where the key store does not answer.
 */
export class OpenedReadModels implements ReadModels {
  private readonly models: ReadModels;
  private readonly opener: OpensDocuments;

  constructor(models: ReadModels, opener: OpensDocuments) {
    this.models = models;
    this.opener = opener;
  }

  async get<D extends Document>(view: View<D>, id: string): Promise<D | null> {
    const document = await this.models.get(view, id);
    await this.opener.open([document]);
    return document;
  }

  async getMany<D extends Document>(view: View<D>, ids: readonly string[]): Promise<(D | null)[]> {
    const documents = await this.models.getMany(view, ids);
    await this.opener.open(documents);
    return documents;
  }

  async find<D extends Document, I extends AnyIndexes>(view: View<D, I>, query: QueryOf<D, I>): Promise<Found<D>[]> {
    const found = await this.models.find(view, query);
    await this.opener.open(found.map(({ document }) => document));
    return found;
  }

  caughtUp(position: Position, views: readonly NamedView[], timeoutMs: number): Promise<boolean> {
    return this.models.caughtUp(position, views, timeoutMs);
  }

  position(): Position {
    return this.models.position();
  }
}
