import type { Endpoint } from '../http/endpoint.ts';
import { changeGold, getUserTokens, orderSuccess } from './gold.ts';
import { thGetToken } from './token.ts';

/** LinkV live's server API, whole. */
export const linkvLiveEndpoints: readonly Endpoint[] = [thGetToken, orderSuccess, changeGold, getUserTokens];
