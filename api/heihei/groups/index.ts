import type { Endpoint } from '../../http/endpoint.ts';
import { change, create, destroy, info, mine, setRole, transfer } from './groups.ts';
import { invite, join, kick, leave, members } from './members.ts';

/** Groups, in heihei's form. Ours: the document has none, and OpenIM's and Lanying's servers make them. */
export const groupEndpoints: readonly Endpoint[] = [
  ...[create, mine, info, change, transfer, setRole, destroy],
  ...[invite, kick, join, leave, members],
];
