/**
 * `npm run sdk:types`: writes `sdk/generated/`, the types of calls and messages, from heihei's declarations, and those of the operators' API for the
 * console. `test/api/openapi.test.ts` tells when it has to be run again.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../api/http/openapi.ts';
import { DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { ROOT } from '../support/script.ts';
import { leastRoles, sdkTypes } from '../support/sdk-paths.ts';
import { sdkFiles } from '../support/sdk-types.ts';

const apis = servedApis(DEV_APPS);
const operator = apis.find(({ dialect }) => dialect.name === 'operator')!;
const files = {
  ...(await sdkFiles(openApiDocument(apis[0]!))),
  'operator.ts': await sdkTypes(openApiDocument(operator)),
  'operator-roles.ts': leastRoles(operator.endpoints),
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(ROOT, 'sdk/generated', name), text);
