import { type AnyPersonalFields, notPersonal, type Personal, type PersonalKind } from '../../domain/kernel/personal.ts';

/** What to do with one personal text: its kind, and the value that names its subject (a user's id, or a phone). */
export type Visit = (text: string, kind: PersonalKind, of: unknown, subject: Personal['subject']) => string;

/** The personal texts of one type of event. */
export interface PersonalPlan {
  /**
   * The data with every personal text replaced by what `visit` makes of it. What holds a personal text is copied, the rest shared with the
   * data that was given; the very same data comes back when nothing in it is personal.
   */
  replace(data: object, visit: Visit): object;
}

interface Step {
  /** Of an object, or `*` for every item of a list. */
  key: string;
  field: { kind: PersonalKind; of: readonly string[]; subject: Personal['subject'] } | null;
  below: readonly Step[];
}

/** Plans by type of event, for those that say something of a person; made once, because every event passes one. */
export function plansOf(declared: AnyPersonalFields): ReadonlyMap<string, PersonalPlan> {
  const plans = new Map<string, PersonalPlan>();
  for (const [type, fields] of Object.entries(declared)) {
    const steps = stepsOf(fields);
    if (steps.length > 0)
      plans.set(type, { replace: (data, visit) => replaced(data, steps, { data, visit, items: [] }) as object });
  }
  return plans;
}

function stepsOf(fields: AnyPersonalFields[string]): Step[] {
  const below = new Map<string, Record<string, Personal>>();
  const steps: Step[] = [];
  for (const [path, field] of Object.entries(fields)) {
    if (field === notPersonal) continue;
    const [key = '', ...rest] = path.split('.');
    if (rest.length > 0) below.set(key, { ...below.get(key), [rest.join('.')]: field });
    else steps.push({ key, field: { ...field, of: field.of.split('.') }, below: [] });
  }
  for (const [key, rest] of below) steps.push({ key, field: null, below: stepsOf(rest) });
  return steps;
}

/** A walk over one event's data. `items`: which item of each list it is in, the outermost first. */
interface Walk {
  data: object;
  visit: Visit;
  items: readonly number[];
}

function replaced(value: unknown, steps: readonly Step[], walk: Walk): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const [step] = steps;
    if (!step) return value;
    const items = value.map((item, n) => replacedBy(step, item, { ...walk, items: [...walk.items, n] }));
    return items.every((item, n) => item === value[n]) ? value : items;
  }
  let copy: Record<string, unknown> | undefined;
  for (const step of steps) {
    const before = (value as Record<string, unknown>)[step.key];
    const after = replacedBy(step, before, walk);
    if (after === before) continue;
    copy ??= { ...value };
    copy[step.key] = after;
  }
  return copy ?? value;
}

function replacedBy({ field, below }: Step, value: unknown, walk: Walk): unknown {
  if (!field) return replaced(value, below, walk);
  return typeof value === 'string' ? walk.visit(value, field.kind, valueAt(walk, field.of), field.subject) : value;
}

/** The value at a path; `*` in it is the item that the walk is in. */
function valueAt({ data, items }: Walk, path: readonly string[]): unknown {
  let value: unknown = data;
  let depth = 0;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key === '*' ? items[depth++]! : key];
  return value;
}
