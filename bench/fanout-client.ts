import type { Socket } from 'node:net';
import { frame, openSocketIo } from './support/socket-wire.ts';

/**
 * The load side of bench/fanout.ts, in a process of its own: many Socket.IO clients reduced to what the wire needs.
 * Started with a port list, a count of clients, and perhaps the tokens (JSON) with which these sign in in turn; says `{ ready: true }`, then every 10 ms `{ received: [per port], busy }`, and answers
 * `{ takeLatencies: port index }` with the latencies in ms that a sample of its clients saw since it was last asked.
 */
const REPORT_MS = 10;
/** One client in this many reads the time stamps; to all others a message is a count. */
const SAMPLE_EVERY = 20;

const [portList, countText, tokenList] = process.argv.slice(2);
const ports = portList!.split(',').map(Number);
const count = Number(countText);
const tokens: string[] | null = tokenList === undefined ? null : JSON.parse(tokenList);
/** A bare gateway takes any. */
const tokenOf = (number: number) => tokens?.[number % tokens.length] ?? `${number + 1}/s`;
const received = ports.map(() => 0);
const latencies: number[][] = ports.map(() => []);
let connected = 0;

const PONG = frame('3');

function open(port: number, index: number, number: number): void {
  const isSample = number % SAMPLE_EVERY === 0;
  const socket = openSocketIo(port, { token: tokenOf(number) }, (from, data, start, length) =>
    payload(data, start, length, from, index, isSample),
  );
  socket.on('error', (error) => {
    throw error;
  });
}

const CODE_2 = '2'.charCodeAt(0);
const CODE_4 = '4'.charCodeAt(0);
const CODE_0 = '0'.charCodeAt(0);
const CODE_M = 'm'.charCodeAt(0);

function payload(data: Buffer, start: number, length: number, socket: Socket, index: number, isSample: boolean): void {
  const first = data[start];
  if (first === CODE_4 && data[start + 1] === CODE_2 && data[start + 4] === CODE_M) {
    received[index]!++;
    if (!isSample) return;
    const sentAt = /@(\d+)@/.exec(data.toString('latin1', start, start + length))?.[1];
    if (sentAt) latencies[index]!.push(Number(process.hrtime.bigint() - BigInt(sentAt)) / 1e6);
  } else if (first === CODE_2 && length === 1) {
    socket.write(PONG);
  } else if (first === CODE_4 && data[start + 1] === CODE_0) {
    if (++connected === count * ports.length) process.send!({ ready: true });
  }
}

process.on('message', ({ takeLatencies }: { takeLatencies: number }) => {
  process.send!({ latencies: latencies[takeLatencies] });
  latencies[takeLatencies] = [];
});

let lastCpu = process.cpuUsage();
let lastAt = performance.now();
setInterval(() => {
  const now = performance.now();
  const cpu = process.cpuUsage(lastCpu);
  const busy = (cpu.user + cpu.system) / 1000 / (now - lastAt);
  lastCpu = process.cpuUsage();
  lastAt = now;
  process.send!({ received, busy });
}, REPORT_MS);

ports.forEach((port, index) => {
  for (let number = 0; number < count; number++) open(port, index, number);
});
