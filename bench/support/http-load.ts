/**
 * A load client in a process of its own: keep-alive connections, each sending its next POST after the last answer. Reads its orders
 * as JSON from argv[2], prints the outcome as one line of JSON.
 */
import { connect, type Socket } from 'node:net';
import { percentile } from '../report.ts';

export interface Orders {
  port: number;
  connections: number;
  /** Ends after this many requests, or after this time. */
  requests?: number;
  durationMs?: number;
  path: string;
  contentType: string;
  /** Bodies; `{n}` becomes a number that is different for every request. */
  bodies: string[];
  /** What every good answer must contain. */
  expect: string;
}

export interface Outcome {
  requests: number;
  failures: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  firstFailure: string;
}

function run(orders: Orders): Promise<Outcome> {
  const latencies: number[] = [];
  let failures = 0;
  let firstFailure = '';
  let issued = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + (orders.durationMs ?? Number.POSITIVE_INFINITY);
  const more = () => issued < (orders.requests ?? Number.POSITIVE_INFINITY) && performance.now() < endsAt;

  function client(index: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect(orders.port, '127.0.0.1');
      socket.setNoDelay(true);
      let sentAt = 0;
      let buffered = '';
      const template = orders.bodies[index % orders.bodies.length]!;
      const send = () => {
        if (!more()) {
          socket.end();
          return resolve();
        }
        const body = template.replace('{n}', `${process.pid}-${issued++}`);
        sentAt = performance.now();
        socket.write(
          `POST ${orders.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${orders.contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      };
      socket.setEncoding('utf8');
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk: string) => {
        buffered += chunk;
        const head = buffered.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1] ?? 0);
        if (Buffer.byteLength(buffered) < head + 4 + length) return;
        latencies.push(performance.now() - sentAt);
        if (!buffered.includes(orders.expect)) {
          failures++;
          firstFailure ||= buffered.slice(0, 500);
        }
        buffered = '';
        send();
      });
    });
  }

  return Promise.all(Array.from({ length: orders.connections }, (_, index) => client(index))).then(() => ({
    requests: latencies.length,
    failures,
    seconds: (performance.now() - startedAt) / 1000,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    firstFailure,
  }));
}

run(JSON.parse(process.argv[2]!) as Orders).then((outcome) => console.log(JSON.stringify(outcome)));
