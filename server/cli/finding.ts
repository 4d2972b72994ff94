/** What a check of `salon doctor` found. */
export interface Finding {
  what: string;
  /** `warning`: a server runs all the same. */
  state: 'ok' | 'warning' | 'problem';
  /** One sentence; for anything but ok with what to do. */
  says: string;
}
