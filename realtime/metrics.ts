/** Plain counters of a process's gateway, read by `/metrics`. All but `connections`, `unsigned`, `channels` and `ringBytes` only grow. */
export interface RealtimeMetrics {
  /** Open, signed-in connections now. */
  connections: number;
  /** Open connections that are not signed in now. */
  unsigned: number;
  connectionsTotal: number;
  /** Channels with members that are connected now. */
  channels: number;
  /** Bytes held for resumes now. */
  ringBytes: number;
  refusedToken: number;
  refusedOrigin: number;
  refusedAddress: number;
  refusedInput: number;
  refusedTemporarily: number;
  /** Messages made from events. */
  messages: number;
  /** Messages handed to connections, and in how many writes. */
  deliveries: number;
  writes: number;
  bytesOut: number;
  /** Replaced by a later one before they went out. */
  coalesced: number;
  droppedLatest: number;
  droppedShould: number;
  gaps: number;
  cutSlow: number;
  cutFlood: number;
  /** Terminated since they did not sign in in time. */
  cutUnsigned: number;
  /** Terminated since too many connections of their address were not signed in. */
  evictedUnsigned: number;
  /** Terminated since a limit pressed and they gave no sign of life. */
  evictedSilent: number;
  endedSessions: number;
  resumedChannels: number;
  unresumedChannels: number;
  /** Events that could not be made into messages: named in the log as errors. */
  parkedEvents: number;
}

export function newMetrics(): RealtimeMetrics {
  return {
    connections: 0,
    unsigned: 0,
    connectionsTotal: 0,
    channels: 0,
    ringBytes: 0,
    refusedToken: 0,
    refusedOrigin: 0,
    refusedAddress: 0,
    refusedInput: 0,
    refusedTemporarily: 0,
    messages: 0,
    deliveries: 0,
    writes: 0,
    bytesOut: 0,
    coalesced: 0,
    droppedLatest: 0,
    droppedShould: 0,
    gaps: 0,
    cutSlow: 0,
    cutFlood: 0,
    cutUnsigned: 0,
    evictedUnsigned: 0,
    evictedSilent: 0,
    endedSessions: 0,
    resumedChannels: 0,
    unresumedChannels: 0,
    parkedEvents: 0,
  };
}
