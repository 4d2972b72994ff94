/** What kept a store from opening: the first ones are of files, the others of servers. */
export type StoreOpenProblem =
  | 'in-use'
  | 'missing'
  | 'unwritable'
  | 'foreign-directory'
  | 'foreign-file'
  | 'newer-version'
  | 'foreign-keys'
  | 'sqlite-too-old'
  | 'bad-url'
  | 'unreachable'
  | 'access-denied'
  | 'unsupported-server';

/** Why a store could not be opened. The message is one sentence that says what to do. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  readonly problem: StoreOpenProblem;
  constructor(problem: StoreOpenProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
