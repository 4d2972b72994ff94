import type { Endpoint } from '../http/endpoint.ts';
import { chatEndpoints } from './chat/index.ts';
import { conferenceEndpoints } from './conference/index.ts';
import { deviceEndpoints } from './devices/index.ts';
import { fileEndpoints } from './files/index.ts';
import { groupEndpoints } from './groups/index.ts';
import { houseEndpoints } from './house/index.ts';
import { initEndpoint } from './init.ts';
import { liveEndpoints } from './live/index.ts';
import { messageEndpoints } from './message/index.ts';
import { messageServerEndpoints } from './message-server/index.ts';
import { paymentEndpoints } from './payment/index.ts';
import { recordEndpoints } from './records/index.ts';
import { roomEndpoints } from './room/index.ts';
import { topicEndpoints } from './topics/index.ts';
import { userEndpoints } from './user/index.ts';

const behindInit = [
  ...userEndpoints,
  ...liveEndpoints,
  ...roomEndpoints,
  ...messageEndpoints,
  ...conferenceEndpoints,
  ...deviceEndpoints,
  ...fileEndpoints,
  ...recordEndpoints,
  ...paymentEndpoints,
  ...chatEndpoints,
  ...groupEndpoints,
  ...topicEndpoints,
  ...houseEndpoints,
];

/** Every endpoint of the heihei dialect that is served. */
export const heiheiEndpoints: readonly Endpoint[] = [
  initEndpoint(behindInit),
  ...behindInit,
  // Clients have no use for them.
  ...messageServerEndpoints,
];
