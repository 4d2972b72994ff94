import { heiheiDialect } from '../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../api/heihei/endpoints.ts';
import type { Api } from '../api/http/dialect.ts';
import { lanyingApps } from '../api/lanying/apps.ts';
import { lanyingDialect } from '../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../api/lanying/endpoints.ts';
import { adminToken, personByToken } from '../api/lanying/tokens.ts';
import { linkvImApps } from '../api/linkv-im/apps.ts';
import { linkvImDialect } from '../api/linkv-im/dialect.ts';
import { linkvImEndpoints } from '../api/linkv-im/endpoints.ts';
import { linkvLiveApps } from '../api/linkv-live/apps.ts';
import { linkvLiveDialect } from '../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../api/linkv-live/endpoints.ts';
import { openimApps } from '../api/openim/apps.ts';
import { openimDialect } from '../api/openim/dialect.ts';
import { openimEndpoints } from '../api/openim/endpoints.ts';
import { personByOpenimToken } from '../api/openim/tokens.ts';
import { operatorDialect } from '../api/operator/dialect.ts';
import { operatorEndpoints } from '../api/operator/endpoints.ts';
import { findCaller, type Verified } from '../application/accounts/tokens.ts';
import { type App, type AppForm, devApps } from '../application/apps.ts';
import type { ConsoleReach, Core } from '../application/core.ts';
import { heiheiMessages } from '../realtime/heihei/schemas.ts';

/** An API that servers of apps call; it is served when an app of it is configured. */
interface ServerApi extends Api {
  apps: AppForm;
  /** The person who holds a token of its own making, where its tokens are not Salon's; null for any other token. */
  personByToken?(core: Core, token: string): Promise<Verified | null>;
  /** The token of an app's server, where its servers prove themselves by one. `at` in epoch ms. */
  adminToken?(app: App, at: number): Promise<string>;
}

const HEIHEI: Api = { dialect: heiheiDialect, endpoints: heiheiEndpoints, messages: heiheiMessages };
/** The APIs that servers of apps call. Add a new dialect here. */
const SERVER_APIS: readonly ServerApi[] = [
  { dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints, apps: linkvLiveApps },
  { dialect: linkvImDialect, endpoints: linkvImEndpoints, apps: linkvImApps },
  { dialect: openimDialect, endpoints: openimEndpoints, apps: openimApps, personByToken: personByOpenimToken },
  { dialect: lanyingDialect, endpoints: lanyingEndpoints, apps: lanyingApps, personByToken, adminToken },
];

/** What can be configured in `SALON_APPS`. */
export const APP_FORMS: readonly AppForm[] = SERVER_APIS.map(({ apps }) => apps);
/** Apps to try things with. Everybody knows their secrets: for dev mode only. */
export const DEV_APPS: readonly App[] = devApps(APP_FORMS);

/** For who operates the installation. */
const OPERATOR: Api = { dialect: operatorDialect, endpoints: operatorEndpoints };

/** The APIs that are served: heihei always; a server API if an app uses it; the operators' unless it is off. */
export function servedApis(apps: readonly App[], console: ConsoleReach = 'loopback'): Api[] {
  return [
    HEIHEI,
    ...(console === 'off' ? [] : [OPERATOR]),
    ...SERVER_APIS.filter(({ dialect }) => apps.some((app) => app.dialect === dialect.name)),
  ];
}

/** The person who holds a token, of whichever API: for sockets. */
export async function personOf(core: Core, token: string): Promise<Verified | null> {
  const own = await findCaller(core, token);
  if (own) return own;
  for (const api of SERVER_APIS) {
    const person = await api.personByToken?.(core, token);
    if (person) return person;
  }
  return null;
}

/** The token by which an app's server calls; undefined where its API has none. `at` in epoch ms. */
export async function adminTokenOf(app: App, at: number): Promise<string | undefined> {
  return SERVER_APIS.find(({ dialect }) => dialect.name === app.dialect)?.adminToken?.(app, at);
}
