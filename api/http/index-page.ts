import type { Api } from './dialect.ts';

/** What a person sees at `/`: what is served here, and where to go on. */
export function indexPage(apis: readonly Api[], baseUrl: string, dev: boolean): string {
  const modules = new Map<string, { path: string }[]>();
  for (const { dialect, endpoints } of apis) {
    for (const { module, path } of endpoints) {
      const title = `${dialect.name}: ${module}`;
      modules.set(title, [...(modules.get(title) ?? []), { path }]);
    }
  }
  const lists = [...modules].map(
    ([module, members]) =>
      `<h2>${escapeHtml(module)}</h2><ul>${members.map(({ path }) => `<li><code>${escapeHtml(path)}</code></li>`).join('')}</ul>`,
  );
  const documents = apis.map(({ dialect }) => `/openapi/${dialect.name}.json`);
  const ops = [...documents, '/healthz', '/readyz', ...(dev ? ['/metrics', '/dev/events', '/dev/clock'] : [])];
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
