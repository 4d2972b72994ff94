/**
 * A flood in a process of its own: keep-alive connections, each sending its next POST as soon as the last one is answered, and opening itself anew
 * at once when it is closed. Reads orders from its input, a line of JSON each, floods one after the other, and prints the outcome of each as a line of JSON.
 * It says `{}` when it is ready: starting costs CPU that belongs to no flood.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export interface FloodOrders {
  port: number;
  durationMs: number;
  /** One connection each. `{n}` in a body becomes a number that is different for every request. */
  requests: { path: string; body: string }[];
}

export interface Flooded {
  /** Answers, and how many of them were refusals (429). */
  answers: number;
  refused: number;
  /** Connections that the server closed. */
  closed: number;
}

let serial = 0;

function flood({ port, durationMs, requests }: FloodOrders): Promise<Flooded> {
  const flooded: Flooded = { answers: 0, refused: 0, closed: 0 };
  const endsAt = performance.now() + durationMs;
  const oneConnection = ({ path, body }: FloodOrders['requests'][number]) =>
    new Promise<void>((done) => {
      const open = () => {
        const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('utf8');
        const timer = setTimeout(() => socket.destroy(), Math.max(0, endsAt - performance.now()));
        let buffered = '';
        const send = () => {
          const text = body.replace('{n}', `${process.pid}-${serial++}`);
          socket.write(
            `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
          );
        };
        socket.on('connect', send).on('error', () => {});
        socket.on('data', (chunk: string) => {
          buffered += chunk;
          const head = buffered.indexOf('\r\n\r\n');
          if (head < 0) return;
          const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1] ?? 0);
          if (Buffer.byteLength(buffered) < head + 4 + length) return;
          flooded.answers++;
          if (buffered.startsWith('HTTP/1.1 429')) flooded.refused++;
          buffered = '';
          send();
        });
        socket.on('close', () => {
          clearTimeout(timer);
          if (performance.now() >= endsAt) return done();
          flooded.closed++;
          open();
        });
      };
      open();
    });
  return Promise.all(requests.map(oneConnection)).then(() => flooded);
}

console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await flood(JSON.parse(line) as FloodOrders)));
}
