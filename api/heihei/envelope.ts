/** Every heihei answer starts with these two; 0 is success. */
export interface Envelope {
  errorcode: number;
  errormsg: string;
}

/** A success: the endpoint's own fields behind `errorcode` and `errormsg`. */
export function success(answer: object): Envelope {
  return { errorcode: 0, errormsg: 'success', ...answer };
}

export function failure(errorcode: number, errormsg: string): Envelope {
  return { errorcode, errormsg };
}
