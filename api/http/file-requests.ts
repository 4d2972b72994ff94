import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpMetrics } from '../ops/metrics.ts';
import { type RequestLog, shownPath } from './request-log.ts';

/** Takes and gives files, apart from endpoints: bytes in, bytes out. */
export interface FileRoutes {
  takes(pathname: string): boolean;
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    allow: (request: IncomingMessage, maxFileBytes: number) => void,
  ): Promise<void>;
}

/** What requests for files are called in metrics: one name for all, because a path says whose file it is. */
const ENDPOINT = '/files/';

/** Counts and logs requests for files as those of endpoints are, by their HTTP status; any below 400 is a success. */
export function watchFiles(
  metrics: HttpMetrics,
  log: RequestLog,
): (request: IncomingMessage, response: ServerResponse, requestId: string) => void {
  const observe = metrics.endpoint(ENDPOINT);
  return (request, response, requestId) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const durationMs = performance.now() - startedAt;
      const { statusCode: status } = response;
      const isSuccess = status < 400;
      const blame = status >= 500 ? 'server' : 'stranger';
      observe(isSuccess ? 0 : status, durationMs / 1_000, isSuccess ? undefined : blame);
      if (isSuccess && !log.takesSuccess()) return;
      const path = shownPath(request.url!);
      const line = { method: request.method!, path, status, durationMs: Math.round(durationMs * 10) / 10, requestId };
      if (isSuccess) log.succeeded(line);
      else log.failed(blame, line);
    });
  };
}
