import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Type } from '@sinclair/typebox';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { NoAnswer } from '../../api/http/answers.ts';
import { type Endpoint, endpoint } from '../../api/http/endpoint.ts';

/** Rejects with an error. */
export const failing = (name: string, error: unknown): Endpoint =>
  endpoint({
    path: `/api/test/${name}`,
    module: 'test',
    name,
    summary: 'Fail',
    auth: 'none',
    params: Type.Object({}),
    answer: NoAnswer,
    errors: [],
    handle: () => Promise.reject(error),
  });

/** Says what it is given, and who asked. */
export const echo = endpoint({
  path: '/api/test/echo',
  module: 'test',
  name: 'echo',
  summary: 'Say what is given',
  auth: 'none',
  params: Type.Object({ text: Type.String() }),
  answer: Type.Object({ text: Type.String(), remoteAddress: Type.String() }),
  errors: [],
  handle: async ({ params: { text }, remoteAddress }) => ({ text, remoteAddress }),
});

/** Throws where it should reject. */
export const throwing: Endpoint = endpoint({
  path: '/api/test/throws',
  module: 'test',
  name: 'throws',
  summary: 'Throw',
  auth: 'none',
  params: Type.Object({}),
  answer: NoAnswer,
  errors: [],
  handle() {
    throw new Error('secret detail');
  },
});

export const heiheiWith = (endpoints: readonly Endpoint[]) => [{ dialect: heiheiDialect, endpoints }];

/** Sends bytes on a connection of its own; resolves with all that came back when it closes. */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  return received(socket);
}

/** All that comes until a connection is closed. */
export async function received(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}
