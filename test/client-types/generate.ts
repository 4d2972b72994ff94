/**
 * `npm run sdk:types`: writes `sdk/generated/`, the types of calls and messages, from heihei's declarations, and those of the operators' API for the
 * console. `test/api/openapi.test.ts` tells when it has to be run again.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../api/http/openapi.ts';
import { DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { ROOT } from '../support/script.ts';
import { pathsOf, sdkTypes } from '../support/sdk-paths.ts';

const apis = servedApis(DEV_APPS);
const heihei = openApiDocument(apis[0]!);
const operator = openApiDocument(apis.find(({ dialect }) => dialect.name === 'operator')!);
const write = (name: string, text: string) => writeFileSync(join(ROOT, 'sdk/generated', name), text);
write('heihei.ts', await sdkTypes(heihei));
write('paths.ts', pathsOf(heihei));
write('operator.ts', await sdkTypes(operator));
