import type { Endpoint } from '../http/endpoint.ts';
import { messageEndpoints } from './message.ts';
import { pushEndpoints } from './push.ts';
import { userEndpoints } from './user.ts';

/** Lanying IM's server API. */
export const lanyingEndpoints: readonly Endpoint[] = [...userEndpoints, ...messageEndpoints, ...pushEndpoints];
