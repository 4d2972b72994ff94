/** How much the comparison of engines measures. */
export interface EnginesPlan {
  /** Of each side, by turns. */
  runs: number;
  runMs: number;
  /** Events that a reading run reads, at most. */
  readEvents: number;
  /** Events that a projector brings into its views in a run. */
  projectedEvents: number;
  /** Queries of a run. */
  queries: number;
}

/** Some two minutes in all. */
export const PLAN: EnginesPlan = { runs: 5, runMs: 600, readEvents: 10_000, projectedEvents: 5_000, queries: 200 };
