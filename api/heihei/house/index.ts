import type { Endpoint } from '../../http/endpoint.ts';
import { getBanner } from './banners.ts';
import { reportUser, reportUserAsInInit } from './reports.ts';
import { update } from './update.ts';
import { uploadLog } from './upload-log.ts';

/** heihei, 系统, social, and what of 用户 concerns the whole app. */
export const houseEndpoints: readonly Endpoint[] = [update, uploadLog, getBanner, reportUser, reportUserAsInInit];
