import type { Callback } from '../../payments/provider.ts';
import type { SimulatedCallback } from '../../payments/simulated.ts';

/** A simulated callback as an adapter gets it. */
export const callbackOf = ({ headers, body }: SimulatedCallback): Callback => {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { headers: { get: (name) => named.get(name.toLowerCase()) }, body: Buffer.from(body) };
};
/** The code of the error, '' when there is none. */
export const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error: { code?: string; message: string }) => error.code ?? `unexpected: ${error.message}`,
  );
