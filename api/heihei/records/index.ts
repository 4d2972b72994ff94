import type { Endpoint } from '../../http/endpoint.ts';
import { deleteRecord, readRecord, refreshRecord, uploadRecord } from './records.ts';

/** heihei, 录音. */
export const recordEndpoints: readonly Endpoint[] = [uploadRecord, refreshRecord, readRecord, deleteRecord];
