/** The person who acts, and the tenant. Proven by a token or a signature, never taken from a body field. */
export interface Actor {
  appId: string;
  userId: number;
}

/** A person who acts by a verified token, and the session that it belongs to. */
export interface Caller extends Actor {
  sessionId: string;
}
