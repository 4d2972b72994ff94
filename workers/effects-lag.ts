/** How far effects lag behind their commands, as the processes that carry them out tell those that take commands. */
export interface EffectsLag {
  /** Says how far those of this process lag, in ms: the age of the oldest event that is being reacted to. Counts for KEPT_MS. */
  report(lagMs: number): Promise<void>;
  /** The largest lag that any process has reported lately; 0 when none has. */
  ask(): Promise<number>;
}

/** What a process said counts for this long: when it dies, others take its partitions and report. */
export const KEPT_MS = 3_000;
/** How often it is reported, and asked for. */
export const EFFECTS_LAG_EVERY_MS = 250;
/** Groups whose effects people wait for: gold, points, and what a room shows. Those that wait for read models are not among them. */
export const PROMPT_GROUPS: readonly string[] = ['money', 'messages'];
