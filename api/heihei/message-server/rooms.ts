import { type TObject, Type } from '@sinclair/typebox';
import { NoAnswer } from '../../http/answers.ts';
import { type Endpoint, endpoint } from '../../http/endpoint.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });

/**
 * heihei, open room, close room, start and stop live broadcast, all struck through in the document: the signature and the parameters are
 * looked at, and nothing happens. Rooms follow from lives here.
 */
function struck(place: Pick<Endpoint, 'path' | 'name' | 'summary'>, params: TObject, example: object): Endpoint {
  return endpoint({
    ...place,
    module: 'messageserver',
    auth: 'app',
    params,
    answer: NoAnswer,
    examples: [{ params: example, answer: {} }],
    errors: ['SignatureInvalid'],
    handle: async () => ({}),
  });
}

export const openRoom = struck(
  {
    path: '/messageserver/api/msg/open-room.action',
    name: 'openRoom',
    summary: 'Open a room (does nothing: a live that starts opens its own)',
  },
  Type.Object({ roomId: Name, liveId: Type.Optional(Name), chatId: Type.Optional(Name) }),
  { roomId: '23128979' },
);

export const closeRoom = struck(
  {
    path: '/messageserver/api/msg/close-room.action',
    name: 'closeRoom',
    summary: 'Close a room (does nothing: a live that ends closes its own)',
  },
  Type.Object({ roomId: Name }),
  { roomId: '23128979' },
);

const Broadcast = Type.Object({ liveId: Name, roomId: Name });
const broadcast = { liveId: '23128979', roomId: '23128979' };

export const startLiveBroadcast = struck(
  {
    path: '/messageserver/api/msg/start-live-broadcast.action',
    name: 'startLiveBroadcast',
    summary: 'Announce the start of a live (does nothing: its start is announced by itself)',
  },
  Broadcast,
  broadcast,
);

export const stopLiveBroadcast = struck(
  {
    path: '/messageserver/api/msg/stop-live-broadcast.action',
    name: 'stopLiveBroadcast',
    summary: 'Announce the end of a live (does nothing: its end is announced by itself)',
  },
  Broadcast,
  broadcast,
);
