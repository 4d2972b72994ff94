import './main.css';

/** How often the numbers are asked for, in ms. */
const EVERY_MS = 5_000;

const element = (id: string) => document.getElementById(id)!;

async function showNumbers(): Promise<void> {
  const response = await fetch('/numbers');
  if (!response.ok) return;
  const numbers = (await response.json()) as { rooms: number; people: number; goldGiven: number; isComplete: boolean };
  const more = numbers.isComplete ? '' : '+';
  element('rooms').textContent = numbers.rooms.toLocaleString() + more;
  element('people').textContent = numbers.people.toLocaleString() + more;
  element('gold').textContent = numbers.goldGiven.toLocaleString();
}

async function showApis(): Promise<void> {
  const response = await fetch('/openapi/index.json');
  const { apis, dev } = (await response.json()) as {
    apis: { name: string; title: string; endpoints: number }[];
    dev: boolean;
  };
  for (const id of ['demo', 'tools']) element(id).hidden = !dev;
  for (const { name, title, endpoints } of apis) {
    const link = document.createElement('a');
    link.href = `/docs?api=${encodeURIComponent(name)}`;
    link.textContent = title;
    const item = document.createElement('li');
    item.append(link, ` ${endpoints} endpoints`);
    element('apis').append(item);
  }
}

/** A server that is away for a moment shows the last numbers. */
const refresh = () => {
  if (!document.hidden) showNumbers().catch(() => {});
};
refresh();
setInterval(refresh, EVERY_MS);
document.addEventListener('visibilitychange', refresh);
showApis().catch(() => {});
