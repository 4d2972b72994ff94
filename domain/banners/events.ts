import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** Where a banner leads: to a person, to a live, or to a page of the web. */
export const BANNER_KINDS = ['user', 'live', 'web'] as const;
export type BannerKind = (typeof BANNER_KINDS)[number];

/** A picture on the first screen of the app. */
export interface Banner {
  desc: string;
  /** The picture: an address, or relative to where the app keeps its pictures. */
  cover: string;
  kind: BannerKind;
  /** Id of the person or live; 0 for a page. */
  targetId: number;
  /** Address of the page; '' for a person or live. */
  url: string;
}

/** `banners-<app>.0`: what the first screen shows, all at once. */
export type BannersSet = DomainEvent<'BannersSet', { banners: readonly Banner[] }>;
export type BannersEvent = BannersSet;

export const bannersEventTypes: EventTypes<BannersEvent> = { BannersSet: true };

export const bannersPersonal: PersonalFields<BannersEvent> = {
  BannersSet: {
    'banners.*.desc': notPersonal,
    'banners.*.cover': notPersonal,
    'banners.*.url': notPersonal,
  },
};
