import type { ConversationCommand, GroupConversationCommand } from '../../domain/conversation/commands.ts';
import type { PersonalContent } from '../../domain/conversation/content.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { ConversationEvent } from '../../domain/conversation/events.ts';
import type { Conversation } from '../../domain/conversation/state.ts';
import { type FileFormat, kindOfFormat } from '../../domain/file/formats.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import type { Handled } from '../../event-store/command-handler.ts';
import type { Actor } from '../actor.ts';
import { handleUnless } from '../commands.ts';
import type { Core } from '../core.ts';
import { claimFile } from '../files/claims.ts';
import { idOfCommand } from '../ids.ts';

/** What a client writes: a text, or what it has uploaded (`sign`, of the module `message`). */
export type Writing =
  | { kind: 'text'; text: string }
  | { kind: 'image' | 'video'; sign: string }
  | { kind: 'audio'; sign: string; lengthSeconds: number };

/**
 * Puts what the actor writes into a conversation: at once if it is a text, else when its upload has been claimed. A repetition has its first
 * outcome. `requireAllowed` throws what forbids it. Throws that, `TextNotAllowed`, `FileInvalid`, and what the decider throws.
 */
export async function handleWriting(
  core: Core,
  actor: Actor,
  writing: Writing,
  stream: string,
  send: (content: PersonalContent) => ConversationCommand | GroupConversationCommand,
  meta: CommandMeta,
  requireAllowed: () => void,
): Promise<Handled<ConversationEvent, Conversation>> {
  const words = writing.kind === 'text' ? core.settings.words.worded(actor.appId, writing.text, 'text') : null;
  const text = send({ kind: 'text', text: words?.text ?? '' });
  const first = await handleUnless(core.commands, conversationDecider, stream, text, meta, () => {
    requireAllowed();
    words?.requireAllowed();
    // A file that may not be sent stays free for something else.
    return writing.kind === 'text' ? null : writing;
  });
  if (first.handled) return first.handled;
  const content = await uploaded(core, actor, first.obstacle, meta);
  return core.commands.handle(conversationDecider, stream, send(content), meta);
}

/** An upload of the sender's as it is sent, once it is known to be what they say. Throws `FileInvalid`. */
async function uploaded(
  core: Core,
  actor: Actor,
  media: Exclude<Writing, { kind: 'text' }>,
  meta: CommandMeta,
): Promise<PersonalContent> {
  const { sign } = media;
  const isOfKind = (format: FileFormat) => kindOfFormat(format) === media.kind;
  const purpose = `message ${idOfCommand(meta.commandId)}`;
  const { path } = await claimFile(core, actor, { sign, module: 'message', purpose, isTaken: isOfKind }, meta);
  const url = core.files.store.url(path);
  return media.kind === 'audio'
    ? { kind: 'audio', url, lengthSeconds: media.lengthSeconds }
    : { kind: media.kind, url };
}
