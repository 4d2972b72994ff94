/** A person who acts, by a verified token: in which tenant, who, by which session. */
export interface Caller {
  appId: string;
  userId: number;
  sessionId: string;
}
