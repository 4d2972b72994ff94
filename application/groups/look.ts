import type { GroupLook } from '../../domain/group/events.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { APP_SERVER } from './group.ts';

const TEXTS = ['name', 'introduction', 'notice'] as const;

/** What is given of a group's look; what is absent is left out. */
export function lookIn({ name, pictureUrl, introduction, notice }: Partial<GroupLook>): Partial<GroupLook> {
  const given = { name, pictureUrl, introduction, notice };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/**
 * A group's texts with stars for words of the tenant's lists. `requireAllowed` throws `TextNotAllowed` for words that are held, unless the app's
 * server wrote them, which answers for them.
 */
export function groupWords<Look extends Partial<GroupLook>>(
  core: Core,
  { appId, userId }: Actor,
  look: Look,
): { look: Look; requireAllowed(): void } {
  const worded = TEXTS.flatMap((field) => {
    const text = look[field];
    return text === undefined ? [] : [[field, core.settings.words.worded(appId, text, field)] as const];
  });
  return {
    look: { ...look, ...Object.fromEntries(worded.map(([field, { text }]) => [field, text])) },
    requireAllowed() {
      if (userId !== APP_SERVER) for (const [, words] of worded) words.requireAllowed();
    },
  };
}
