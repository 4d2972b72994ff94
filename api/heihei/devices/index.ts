import type { Endpoint } from '../../http/endpoint.ts';
import { getConfig, updateConfig } from './config.ts';
import { pushDeviceInfo } from './push-device-info.ts';

/** heihei, 上传设备信息, and the switches of notifications. */
export const deviceEndpoints: readonly Endpoint[] = [pushDeviceInfo, getConfig, updateConfig];
