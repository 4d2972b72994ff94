import 'rapidoc';
import './main.css';
import { devPerson } from '../shared/dev-person.ts';
import { useStrictStyles } from './strict-styles.ts';

/** An OpenAPI document as `/openapi/index.json` lists it. */
interface Listed {
  name: string;
  title: string;
  url: string;
}

/** What this page uses of RapiDoc's element. */
interface RapiDoc extends HTMLElement {
  setApiKey(securityScheme: string, value: string): boolean;
}

/** Everything that it could load from elsewhere is off; colours follow the page. */
const LOOK = {
  'render-style': 'view',
  'show-header': 'false',
  'load-fonts': 'false',
  'allow-spec-url-load': 'false',
  'allow-spec-file-load': 'false',
  'allow-server-selection': 'false',
  'schema-style': 'table',
  'show-method-in-nav-bar': 'false',
  'show-components': 'true',
  'regular-font': 'system-ui, sans-serif',
  'mono-font': 'ui-monospace, monospace',
  'font-size': 'large',
};

const element = (id: string) => document.getElementById(id)!;
const say = (text: string) => {
  element('status').textContent = text;
};

async function main(): Promise<void> {
  useStrictStyles();
  const response = await fetch('/openapi/index.json');
  const { apis, dev } = (await response.json()) as { apis: Listed[]; dev: boolean };
  const wanted = new URLSearchParams(location.search).get('api');
  const shown = apis.find(({ name }) => name === wanted) ?? apis[0];
  if (!shown) return say('This process serves no API.');
  for (const { name, title } of apis) {
    const tab = document.createElement('a');
    tab.href = `?api=${encodeURIComponent(name)}`;
    tab.textContent = title;
    if (name === shown.name) tab.setAttribute('aria-current', 'page');
    element('tabs').append(tab);
  }
  const reference = document.createElement('rapi-doc') as RapiDoc;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const colours = dark
    ? { theme: 'dark', 'bg-color': '#17151f', 'primary-color': '#a996ff' }
    : { theme: 'light', 'bg-color': '#ffffff', 'primary-color': '#5b3df0' };
  for (const [name, value] of Object.entries({ ...LOOK, ...colours })) reference.setAttribute(name, value);
  reference.setAttribute('spec-url', shown.url);
  element('reference').append(reference);
  if (dev && shown.name === 'heihei') offerToken(reference);
}

/** In dev mode: signs somebody in, whose token then goes along with every call that is tried. */
function offerToken(reference: RapiDoc): void {
  const button = element('fill') as HTMLButtonElement;
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    say('Signing somebody in …');
    try {
      const { token, userId } = await devPerson();
      const isTaken = reference.setApiKey('token', token);
      say(isTaken ? `Calls are made by user ${userId}.` : `The token of user ${userId}: ${token}`);
    } catch (error) {
      say((error as Error).message);
    }
    button.disabled = false;
  });
}

main().catch((error: Error) => say(error.message));
