// What all examples begin with: where the server is, and the apps that its dev mode has to try.
import { readFileSync } from 'node:fs';

/** The address of a server in dev mode: the first argument, or the default of `npm run dev`. */
export const SERVER = process.argv[2] ?? 'http://127.0.0.1:3000';

/** The key of the /dev routes: in the environment, or where a server that was started here leaves it. */
const devKey = () => process.env.DEV_KEY ?? readFileSync('data/dev-key', 'utf8').trim();

/** Asks a /dev route; with a body, posts it. */
export async function dev(path, body) {
  const headers = { 'X-Dev-Key': devKey(), 'Content-Type': 'application/json' };
  const given = body && { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${SERVER}/dev${path}`, { headers, ...given });
  if (!response.ok) throw new Error(`/dev${path} answered ${response.status}: is this a server in dev mode?`);
  return response.json();
}

/** The app of a dialect in the tenant `heihei`: its ids and its secret. */
export async function devApp(dialect) {
  const { apps } = await dev('/apps');
  return apps.find((app) => app.dialect === dialect && app.tenant === 'heihei');
}

/** Shows one step. */
export function show(step, answer) {
  console.log(`${step}\n    ${JSON.stringify(answer)}`);
}

/** A name that nobody has yet, so that an example can be run again. */
export const fresh = (name) => `${name}_${Date.now().toString(36)}`;
