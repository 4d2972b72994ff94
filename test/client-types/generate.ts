/**
 * `npm run sdk:types`: writes `sdk/generated/`, the types of calls and messages, from heihei's declarations. `test/api/openapi.test.ts`
 * tells when it has to be run again.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../api/http/openapi.ts';
import { DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { ROOT } from '../support/script.ts';
import { pathsOf, sdkTypes } from '../support/sdk-paths.ts';

const heihei = openApiDocument(servedApis(DEV_APPS)[0]!);
const write = (name: string, text: string) => writeFileSync(join(ROOT, 'sdk/generated', name), text);
write('heihei.ts', await sdkTypes(heihei));
write('paths.ts', pathsOf(heihei));
