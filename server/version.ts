import about from '../package.json' with { type: 'json' };

/** The release, as package.json names it. */
export const SALON_VERSION: string = about.version;
