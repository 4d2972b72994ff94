import { DEFAULT_METHODS } from './endpoint.ts';
import type { Route } from './route.ts';

/** The endpoints of one path, by method. */
export interface PathRoutes {
  byMethod: ReadonlyMap<string, Route>;
  /** Any one of them, for what all of a path share: their dialect. */
  any: Route;
  /** For the Allow header. */
  allow: string;
}

/** Groups routes by path. Throws when two of them share path and method, or two dialects share a path. */
export function routesByPath(routes: readonly Route[]): Map<string, PathRoutes> {
  const paths = new Map<string, Route[]>();
  for (const route of routes) {
    const { path } = route.endpoint;
    paths.set(path, [...(paths.get(path) ?? []), route]);
  }
  return new Map([...paths].map(([path, sharing]) => [path, pathRoutes(path, sharing)]));
}

function pathRoutes(path: string, routes: readonly Route[]): PathRoutes {
  const [any] = routes;
  const byMethod = new Map<string, Route>();
  for (const route of routes) {
    if (route.dialect !== any!.dialect) throw new Error(`two dialects declare ${path}`);
    for (const method of route.endpoint.methods ?? DEFAULT_METHODS) {
      if (byMethod.has(method)) throw new Error(`two endpoints declare ${method} ${path}`);
      byMethod.set(method, route);
    }
  }
  const answersOptions = (any!.dialect.cors ?? 'none') !== 'none';
  return { byMethod, any: any!, allow: [...byMethod.keys(), ...(answersOptions ? ['OPTIONS'] : [])].join(', ') };
}
