/** A call that did not succeed. */
export class SalonError extends Error {
  override readonly name = 'SalonError';
  /** The API's `errorcode`, or HTTP's status; 0: nothing was answered. */
  readonly code: number;
  /** The same call may succeed later; it was tried several times already. */
  readonly temporary: boolean;
  /** What the server calls the request by, in its answer and its log. */
  readonly requestId: string;
  constructor(code: number, text: string, temporary: boolean, requestId: string) {
    super(text);
    this.code = code;
    this.temporary = temporary;
    this.requestId = requestId;
  }
}
