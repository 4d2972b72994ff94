import { PERSONAL } from '../../domain/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { plansOf, type Visitor } from '../../event-store/sealing/personal-plan.ts';
import { withoutSecrets } from './log.ts';

const plans = plansOf(PERSONAL);

/** What stands in the place of a text. */
export const WITHHELD = '…';

const withholding: Visitor = {
  text: (text) => (text === '' ? '' : WITHHELD),
  card: (_, of) => ({ userId: of }),
};

/** The data of an event without secrets and what it says of people: texts, names and cards are withheld, ids and amounts stay. */
export function dataWithheld(event: LoggedEvent): object {
  const { type, data } = withoutSecrets(event);
  return plans.get(type)?.replace(data, withholding) ?? data;
}
