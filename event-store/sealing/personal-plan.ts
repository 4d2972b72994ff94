import { type AnyPersonalFields, notPersonal, type Personal, type PersonalKind } from '../../domain/kernel/personal.ts';
import { valueAt } from '../../domain/kernel/personal-paths.ts';

/** What to do with the personal texts of an event. `of` is the value that names their subject: a user's id, or a phone. */
export interface Visitor {
  text(text: string, kind: PersonalKind, of: unknown, subject: Personal['subject']): string;
  /** A whole card (`cardAt`), readable or sealed; the very same comes back where nothing is to be done. */
  card(card: object, of: unknown): object;
}

/** The personal texts of one type of event. */
export interface PersonalPlan {
  /**
   * The data with every personal text replaced by what the visitor makes of it. What holds a personal text is copied, the rest shared with the
   * data that was given; the very same data comes back when nothing in it is personal.
   */
  replace(data: object, visitor: Visitor): object;
}

/** What is to be done with the value at a key of an object, or at `*` with every item of a list. */
type Step = { key: string } & (
  | { kind: 'text'; text: PersonalKind; of: readonly string[]; subject: Personal['subject'] }
  | { kind: 'card' }
  | { kind: 'below'; steps: readonly Step[] }
);

type Fields = Readonly<Record<string, Personal | typeof notPersonal>>;

/** Plans by type of event, for those that say something of a person; made once, because every event passes one. */
export function plansOf(declared: AnyPersonalFields): ReadonlyMap<string, PersonalPlan> {
  const plans = new Map<string, PersonalPlan>();
  for (const [type, fields] of Object.entries(declared)) {
    const steps = stepsOf(fields);
    if (steps.length > 0)
      plans.set(type, { replace: (data, visitor) => replaced(data, steps, { data, visitor, items: [] }) as object });
  }
  return plans;
}

function stepsOf(fields: Fields): Step[] {
  const below = new Map<string, Record<string, Personal>>();
  const steps: Step[] = [];
  for (const [path, field] of Object.entries(fields)) {
    if (field === notPersonal) continue;
    const [key = '', ...rest] = path.split('.');
    if (rest.length > 0) below.set(key, { ...below.get(key), [rest.join('.')]: field });
    else steps.push({ key, kind: 'text', text: field.kind, of: field.of.split('.'), subject: field.subject });
  }
  for (const [key, rest] of below) {
    const inCard = Object.entries(rest).filter(([path, { inCard }]) => inCard && !path.includes('.'));
    if (inCard.length > 0) steps.push({ key, kind: 'card' });
    const others = Object.entries(rest).filter((entry) => !inCard.includes(entry));
    if (others.length > 0) steps.push({ key, kind: 'below', steps: stepsOf(Object.fromEntries(others)) });
  }
  return steps;
}

/** A walk over one event's data. `items`: which item of each list it is in, the outermost first. */
interface Walk {
  data: object;
  visitor: Visitor;
  items: number[];
}

function replaced(value: unknown, steps: readonly Step[], walk: Walk): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return itemsReplaced(value, steps, walk);
  let copy: Record<string, unknown> | undefined;
  for (const step of steps) {
    const before = (copy ?? (value as Record<string, unknown>))[step.key];
    const after = replacedBy(step, before, walk);
    if (after === before) continue;
    copy ??= { ...value };
    copy[step.key] = after;
  }
  return copy ?? value;
}

function itemsReplaced(values: unknown[], steps: readonly Step[], walk: Walk): unknown[] {
  let copy: unknown[] | undefined;
  for (const step of steps) {
    for (const [n, before] of (copy ?? values).entries()) {
      walk.items.push(n);
      const after = replacedBy(step, before, walk);
      walk.items.pop();
      if (after === before) continue;
      copy ??= [...values];
      copy[n] = after;
    }
  }
  return copy ?? values;
}

function replacedBy(step: Step, value: unknown, walk: Walk): unknown {
  if (step.kind === 'below') return replaced(value, step.steps, walk);
  if (step.kind === 'text') {
    return typeof value === 'string'
      ? walk.visitor.text(value, step.text, valueAt(walk.data, step.of, walk.items), step.subject)
      : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return walk.visitor.card(value, (value as { userId?: unknown }).userId);
}
