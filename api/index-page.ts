import type { Endpoint } from './endpoint.ts';

/** What a person sees at `/`: what is served here, and where to go on. */
export function indexPage(endpoints: readonly Endpoint[], baseUrl: string, dev: boolean): string {
  const modules = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) modules.set(endpoint.module, [...(modules.get(endpoint.module) ?? []), endpoint]);
  const lists = [...modules].map(
    ([module, members]) =>
      `<h2>${escapeHtml(module)}</h2><ul>${members.map(({ path }) => `<li><code>${escapeHtml(path)}</code></li>`).join('')}</ul>`,
  );
  const ops = ['/openapi.json', '/healthz', '/readyz', ...(dev ? ['/metrics', '/dev/events', '/dev/clock'] : [])];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Salon</title>
<h1>Salon</h1><p>Live rooms, chat, gifts and a gold ledger, served at <code>${escapeHtml(baseUrl)}</code>.
Sockets: Socket.IO at the same address.${dev ? ' Dev mode.' : ''}</p>
<p>${ops.map((path) => `<a href="${path}">${path}</a>`).join(' · ')}</p>
${lists.join('\n')}</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
