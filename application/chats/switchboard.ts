import { openChatFor } from '../../domain/chat/commands.ts';
import { chatDecider } from '../../domain/chat/decider.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { chatStream, switchboardStream } from '../../domain/streams.ts';
import type { SwitchboardCommand } from '../../domain/switchboard/commands.ts';
import { type Switchboard, switchboardDecider } from '../../domain/switchboard/decider.ts';
import type { SwitchboardEvent } from '../../domain/switchboard/events.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { chats } from '../../projections/views/chats.ts';
import { lines } from '../../projections/views/lines.ts';
import { stepOf } from '../accounts/identities.ts';

/** What shows who calls and talks. */
export const CALL_VIEWS = [lines, chats] as const;

type Commands = { commands: CommandHandler };

export async function switchboardOf({ commands }: Commands, appId: string): Promise<Readonly<Switchboard>> {
  return (await commands.load(switchboardDecider, switchboardStream(appId))).state;
}

export function onSwitchboard({ commands }: Commands, command: SwitchboardCommand, meta: CommandMeta) {
  return commands.handle(switchboardDecider, switchboardStream(meta.appId), command, meta);
}

/**
 * Opens the talk of two people who were joined by one of these events, so that they can join it at once; returns whether there is one. The
 * reactor `open-chat` does the same, should this process stop in between.
 */
export async function openJoined(
  { commands }: Commands,
  events: readonly { data: SwitchboardEvent['data'] }[],
  meta: CommandMeta,
): Promise<boolean> {
  const joined = events.map(({ data }) => data).find((data) => 'joinBy' in data);
  if (!joined || !('joinBy' in joined)) return false;
  const stream = chatStream(meta.appId, joined.chatId);
  await commands.handle(chatDecider, stream, openChatFor(joined), stepOf(meta, 'open-chat'));
  return true;
}
