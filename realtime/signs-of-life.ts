import type { EngineClient } from './engine-client.ts';

/** The wait is cut into this many slices: a slice in which this process stood still counts as one, however long it was. */
const SLICES = 10;

/**
 * Asks clients for a sign of life and waits up to `answerMs`. Returns those that gave none, in the given order.
 * Every WebSocket library answers a WebSocket ping by itself, every Socket.IO client one of Engine.IO's.
 */
export async function silentAmong(clients: Iterable<EngineClient>, answerMs: number): Promise<Set<EngineClient>> {
  const silent = new Set(clients);
  const stopListening = [...silent].map((client) => ask(client, () => silent.delete(client)));
  for (let slice = 0; slice < SLICES && silent.size > 0; slice++) {
    await new Promise((resolve) => setTimeout(resolve, answerMs / SLICES));
    // What came while this process stood still is read before anybody is taken for silent.
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const stop of stopListening) stop();
  return silent;
}

/** Calls `heard` when anything comes from the client, and when it closes; returns a function that stops listening. */
function ask(client: EngineClient, heard: () => void): () => void {
  const ws = client.transport.socket;
  client.on('packet', heard);
  client.on('close', heard);
  ws?.on('pong', heard);
  if (client.readyState === 'open') {
    // A frozen page answers only the WebSocket ping; polling clients, and perhaps hand-written ones, only Engine.IO's.
    if (ws && ws.readyState === ws.OPEN) ws.ping();
    client.sendPacket('ping');
  } else heard();
  return () => {
    client.off('packet', heard);
    client.off('close', heard);
    ws?.off('pong', heard);
  };
}
