import type { EngineClient } from './engine-client.ts';

/** The wait is cut into this many: one in which this process stood still itself counts once, whatever its length. */
const SLICES = 10;

/**
 * Asks clients for a sign of life and waits up to `answerMs`: those that gave none, in the order in which they were named.
 * Every WebSocket library answers a ping by itself, every Socket.IO client one of Engine.IO's.
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

/** Calls `heard` at whatever comes next from the client, also at its end; returns how to stop listening. */
function ask(client: EngineClient, heard: () => void): () => void {
  const ws = client.transport.socket;
  client.on('packet', heard);
  client.on('close', heard);
  ws?.on('pong', heard);
  if (client.readyState === 'open') {
    // A frozen page's WebSocket answers the one, a client by hand perhaps the other alone, and whoever polls as well.
    if (ws && ws.readyState === ws.OPEN) ws.ping();
    client.sendPacket('ping');
  } else heard();
  return () => {
    client.off('packet', heard);
    client.off('close', heard);
    ws?.off('pong', heard);
  };
}
