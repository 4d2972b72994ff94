import type { Endpoint } from '../http/endpoint.ts';
import { authEndpoints } from './auth.ts';
import { friendEndpoints } from './friends.ts';
import { groupEndpoints } from './groups.ts';
import { messageEndpoints } from './messages.ts';
import { userEndpoints } from './users.ts';

/** OpenIM's server API, whole. */
export const openimEndpoints: readonly Endpoint[] = [
  ...authEndpoints,
  ...userEndpoints,
  ...friendEndpoints,
  ...groupEndpoints,
  ...messageEndpoints,
];
