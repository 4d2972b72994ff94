import { heiheiDialect } from '../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../api/heihei/endpoints.ts';
import type { Api } from '../api/http/dialect.ts';
import { linkvImApps } from '../api/linkv-im/apps.ts';
import { linkvImDialect } from '../api/linkv-im/dialect.ts';
import { linkvImEndpoints } from '../api/linkv-im/endpoints.ts';
import { linkvLiveApps } from '../api/linkv-live/apps.ts';
import { linkvLiveDialect } from '../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../api/linkv-live/endpoints.ts';
import { type App, type AppForm, devApps } from '../application/apps.ts';
import { heiheiMessages } from '../realtime/heihei/schemas.ts';

/** An API that servers of apps call; it is served when an app of it is configured. */
interface ServerApi extends Api {
  apps: AppForm;
}

const HEIHEI: Api = { dialect: heiheiDialect, endpoints: heiheiEndpoints, messages: heiheiMessages };
/** The APIs that servers of apps call. Add a new dialect here. */
const SERVER_APIS: readonly ServerApi[] = [
  { dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints, apps: linkvLiveApps },
  { dialect: linkvImDialect, endpoints: linkvImEndpoints, apps: linkvImApps },
];

/** What can be configured in `SALON_APPS`. */
export const APP_FORMS: readonly AppForm[] = SERVER_APIS.map(({ apps }) => apps);
/** Apps to try things with. Everybody knows their secrets: for dev mode only. */
export const DEV_APPS: readonly App[] = devApps(APP_FORMS);

/** The APIs that are served: heihei always; a server API if an app uses it. */
export function servedApis(apps: readonly App[]): Api[] {
  return [HEIHEI, ...SERVER_APIS.filter(({ dialect }) => apps.some((app) => app.dialect === dialect.name))];
}
