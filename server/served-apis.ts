import { heiheiDialect } from '../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../api/heihei/endpoints.ts';
import type { Api } from '../api/http/dialect.ts';
import { linkvLiveDialect } from '../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../api/linkv-live/endpoints.ts';
import { type App, Apps } from '../application/apps.ts';
import { heiheiMessages } from '../realtime/heihei/schemas.ts';

const HEIHEI: Api = { dialect: heiheiDialect, endpoints: heiheiEndpoints, messages: heiheiMessages };
/** The APIs that servers of apps call: a new dialect is added here. */
const SERVER_APIS: readonly Api[] = [{ dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints }];

/** heihei always; of the server APIs those that have an app. */
export function servedApis(apps: readonly App[]): Api[] {
  const { dialects } = new Apps(apps);
  return [HEIHEI, ...SERVER_APIS.filter(({ dialect }) => (dialects as string[]).includes(dialect.name))];
}
