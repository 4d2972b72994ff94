import type { Endpoint } from '../../http/endpoint.ts';
import { ossToken } from './oss-token.ts';

/** heihei, 上传文件. */
export const fileEndpoints: readonly Endpoint[] = [ossToken];
