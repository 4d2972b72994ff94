import type { Document } from 'bson';

/** An answer with `ok: 0`, as the server words it. */
export class CommandError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly labels: string[];

  constructor(code: number, codeName: string, message: string, labels: string[] = []) {
    super(message);
    this.code = code;
    this.codeName = codeName;
    this.labels = labels;
  }

  reply(): Document {
    const { code, codeName, labels, message } = this;
    return { ok: 0, errmsg: message, code, codeName, ...(labels.length > 0 && { errorLabels: labels }) };
  }
}

export const TRANSIENT = 'TransientTransactionError';
export const RETRYABLE = 'RetryableWriteError';

export const writeConflict = () => new CommandError(112, 'WriteConflict', 'Write conflict: please retry', [TRANSIENT]);
export const duplicateKey = (namespace: string, id: unknown) =>
  new CommandError(11000, 'DuplicateKey', `E11000 duplicate key error collection: ${namespace} _id: ${String(id)}`);
export const noSuchTransaction = () =>
  new CommandError(251, 'NoSuchTransaction', 'the transaction has been aborted or never began', [TRANSIENT]);
export const notPrimary = (label: string) => new CommandError(10107, 'NotWritablePrimary', 'not primary', [label]);
