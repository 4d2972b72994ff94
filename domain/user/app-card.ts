import { DomainError } from '../kernel/errors.ts';
import { codePoints } from '../kernel/text.ts';
import { APP_CARD_LIMITS } from './limits.ts';
import { dayOrNull, pictureOrNull, vouchedNameOrNull } from './profile.ts';

/**
 * What an app's server keeps with a person besides the profile, word for word (OpenIM, 注册新用户). Only servers of the tenant's apps, and
 * who asks them by a token of theirs, get to see it.
 */
export interface AppCard {
  name: string;
  /** The address of a picture, in the app's own form. */
  icon: string;
  mobile: string;
  birth: string;
  email: string;
  /** Whatever the app likes. */
  ex: string;
}

export const EMPTY_APP_CARD: AppCard = { name: '', icon: '', mobile: '', birth: '', email: '', ex: '' };
const FIELDS = Object.keys(EMPTY_APP_CARD) as (keyof AppCard)[];
/** What is called so has no name that can be shown. */
const NAMELESS = '用户';

/** A card within `APP_CARD_LIMITS`. Throws `InvalidInput` naming the field that is too long. */
export function vouchedAppCard(card: AppCard): AppCard {
  for (const field of FIELDS) {
    const length = field === 'icon' ? Buffer.byteLength(card.icon) : codePoints(card[field]);
    if (length > APP_CARD_LIMITS[field]) throw new DomainError('InvalidInput', `${field} is too long`, field);
  }
  return card;
}

export function isSameCard(a: AppCard, b: AppCard): boolean {
  return FIELDS.every((field) => a[field] === b[field]);
}

/** The display name of somebody whom an app calls `name`: shortened where it must be; their uid where the name is empty or cannot be shown. */
export function displayNameOf(name: string, uid: string): string {
  return vouchedNameOrNull(name) ?? vouchedNameOrNull(uid) ?? NAMELESS;
}

/** The picture of a profile for what an app gave as `icon`; '' for what is no address. */
export function coverUrlOf(icon: string): string {
  return pictureOrNull(icon) ?? '';
}

/** The birthday of a profile for what an app gave as `birth`, such as `1998.12.15`; null for what names no day. */
export function birthDayOf(birth: string): string | null {
  const [, year, month = '', day = ''] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(birth) ?? [];
  return year === undefined ? null : dayOrNull(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
