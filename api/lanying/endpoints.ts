import type { Endpoint } from '../http/endpoint.ts';
import { groupEndpoints } from './group.ts';
import { messageEndpoints } from './message.ts';
import { pushEndpoints } from './push.ts';
import { rosterEndpoints } from './roster.ts';
import { userEndpoints } from './user.ts';

/** Lanying IM's server API. */
export const lanyingEndpoints: readonly Endpoint[] = [
  ...userEndpoints,
  ...rosterEndpoints,
  ...groupEndpoints,
  ...messageEndpoints,
  ...pushEndpoints,
];
