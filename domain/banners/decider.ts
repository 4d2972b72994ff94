import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { isWebLink, pictureAddress, spokenText } from '../kernel/text.ts';
import { BANNER_KINDS, type Banner, type BannersEvent, bannersEventTypes } from './events.ts';
import { MAX_BANNER_CHARS, MAX_BANNERS, MAX_COVER_CHARS } from './limits.ts';

/** What operators do: the list replaces the one before. */
export interface BannersCommand {
  type: 'SetBanners';
  banners: readonly Banner[];
}

export interface Banners {
  banners: readonly Banner[];
}

/** The same list again changes nothing. For the system alone: `SystemOnly`; what is wrong with a banner: `InvalidInput`. */
export function decide(command: BannersCommand, state: Banners, { actor }: Pick<CommandMeta, 'actor'>): BannersEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (command.banners.length > MAX_BANNERS) {
    throw new DomainError('InvalidInput', `at most ${MAX_BANNERS} banners`, 'banners');
  }
  const banners = command.banners.map(checked);
  if (JSON.stringify(banners) === JSON.stringify(state.banners)) return [];
  return [{ type: 'BannersSet', data: { banners } }];
}

function checked({ desc, cover, kind, targetId, url }: Banner): Banner {
  if (!BANNER_KINDS.includes(kind)) throw new DomainError('InvalidInput', 'no such kind of banner', 'kind');
  if (cover === '' || cover.length > MAX_COVER_CHARS) throw new DomainError('InvalidInput', 'no picture', 'cover');
  const isWeb = kind === 'web';
  if (isWeb ? targetId !== 0 : !Number.isSafeInteger(targetId) || targetId <= 0)
    throw new DomainError('InvalidInput', 'the id of a person or live, 0 for a page', 'targetId');
  if (isWeb ? !isWebLink(url) : url !== '') throw new DomainError('InvalidInput', 'an https address of a page', 'url');
  return {
    desc: spokenText(desc, 'desc', MAX_BANNER_CHARS),
    cover: pictureAddress(cover, 'cover'),
    kind,
    targetId,
    url,
  };
}

export const bannersDecider: Decider<Banners, BannersCommand, BannersEvent> = {
  category: 'banners',
  eventTypes: bannersEventTypes,
  initialState: () => ({ banners: [] }),
  decide,
  evolve: (_, event) => ({ banners: event.data.banners }),
};
