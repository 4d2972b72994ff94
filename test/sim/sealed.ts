import { PERSONAL } from '../../domain/events.ts';
import { readPath } from '../../domain/file/path.ts';
import { PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import { type PersonCard, PLACEHOLDER_CARD } from '../../domain/user/events.ts';
import { type LoggedEvent, logged } from '../../event-store/event-store.ts';
import type { KeyId, SubjectKey } from '../../event-store/keys/key-store.ts';
import { keyIdOf, openText, placeholderOf } from '../../event-store/keys/sealed-text.ts';
import { plansOf, type Visitor } from '../../event-store/sealing/personal-plan.ts';
import { cardOfText, openedCard, saysSomething, sealedTextOf } from '../../event-store/sealing/sealed-card.ts';

const plans = plansOf(PERSONAL);
/** Shorter texts stand in others by chance. */
const MIN_CHARS = 6;

type Keys = ReadonlyMap<KeyId, SubjectKey>;

function opened(sealed: string, keys: Keys): string | null {
  const secret = keys.get(keyIdOf(sealed) ?? '')?.secret;
  return secret ? openText(secret, sealed) : null;
}

/** An event as the log holds it, opened with these keys and with nothing of Salon's that keeps what it opened. */
export function openedWith(keys: Keys, event: LoggedEvent): LoggedEvent {
  const plan = plans.get(event.type);
  if (!plan) return event;
  const visitor: Visitor = {
    text: (text) => (keyIdOf(text) === null ? text : (opened(text, keys) ?? placeholderOf(text))),
    card(card) {
      const sealed = sealedTextOf(card);
      if (sealed === null) return card;
      const text = opened(sealed, keys);
      return openedCard(card, text === null ? PLACEHOLDER_CARD : cardOfText(text));
    },
  };
  return logged({ ...event, data: plan.replace(event.data, visitor) });
}

/** Holds the log as it is kept against the promise that it says nothing readable: every personal text is sealed, under the key of its person. */
export function checkSealed(events: readonly LoggedEvent[], keys: Keys, violation: (what: string) => void): void {
  for (const { type, data, position } of events) {
    const what = `7: ${type} at ${position}`;
    const check = (text: string, subject: string | null) => {
      const key = keys.get(keyIdOf(text) ?? '');
      if (!key) violation(`${what} holds a text that is not sealed`);
      else if (subject !== null && key.subject !== subject)
        violation(`${what} is sealed under the key of ${key.subject}`);
    };
    plans.get(type)?.replace(data, {
      text(text, kind, of, subject) {
        if (text !== '' && text !== PLACEHOLDERS[kind]) check(text, subject === 'user' ? `u${of}` : null);
        return text;
      },
      card(card, of) {
        const sealed = sealedTextOf(card);
        if (sealed !== null) check(sealed, `u${of}`);
        else if (saysSomething(card as PersonCard)) violation(`${what} holds a card that is not sealed`);
        return card;
      },
    });
  }
}

/** What only the erased are called or have said, of a log that is opened with every key that ever was. */
export function textsOfErased(events: readonly LoggedEvent[]): Set<string> {
  const erased = new Set<unknown>(events.flatMap(({ type, data }) => (type === 'PersonErased' ? [data.userId] : [])));
  const theirs = new Set<string>();
  const others = new Set<string>();
  for (const { type, data } of events) {
    const note = (text: string, of: unknown) => (erased.has(of) ? theirs : others).add(text);
    plans.get(type)?.replace(data, {
      text(text, _kind, of) {
        note(text, of);
        return text;
      },
      card(card, of) {
        note((card as PersonCard).displayName, of);
        return card;
      },
    });
  }
  // Where a file lay follows from ids alone; the file itself is gone.
  const isTelling = (text: string) =>
    text.length >= MIN_CHARS && !others.has(text) && text !== 'Unspecified' && readPath(text) === null;
  return new Set([...theirs].filter(isTelling));
}

/** The first of the texts that stands anywhere in a value, or null: in objects, lists, maps and sets, keys included. */
export function findText(value: unknown, texts: ReadonlySet<string>): string | null {
  if (typeof value === 'string') {
    for (const text of texts) if (value.includes(text) && !isPartOfNumber(value, text)) return text;
    return null;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  const parts = value instanceof Map || value instanceof Set ? [...value].flat() : Object.entries(value).flat();
  for (const part of parts) {
    const found = findText(part, texts);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a text ends in the middle of a number wherever it stands: `message 14` in `message 147`. */
function isPartOfNumber(value: string, text: string): boolean {
  return !value.split(text).some((_, n, parts) => n > 0 && !/\d$/.test(parts[n - 1]!) && !/^\d/.test(parts[n]!));
}
