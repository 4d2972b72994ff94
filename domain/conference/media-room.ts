/** The room of a conference on the media server: no token of an earlier guest opens the next one's. */
export function mediaRoomName(liveId: number, conferenceId: string): string {
  return `${liveId}.${conferenceId}`;
}

/** The room of a talk of two people. No live has this name: theirs begin with a number. */
export function chatRoomName(chatId: number): string {
  return `chat.${chatId}`;
}
