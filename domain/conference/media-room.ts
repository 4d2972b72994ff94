/** The room of a conference on the media server: no token of an earlier guest opens the next one's. */
export function mediaRoomName(liveId: number, conferenceId: string): string {
  return `${liveId}.${conferenceId}`;
}
