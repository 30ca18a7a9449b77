import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyScope } from '#protocol/schemas.ts';
import type { Identity } from './access/identity.ts';

/**
 * The clients that may use a route: those with an API key of this scope, pages that this server serves, or commands of this
 * program (such as `assay pair`).
 */
export type Access = KeyScope | 'own-page' | 'command';

/** A request to a route, which the route's handler answers. */
export interface RouteRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The decoded path segments that the route marks with `:`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly identity: Identity;
}

/** An HTTP endpoint. Host, origin and credentials are checked before its handler is called. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /**
   * A segment that begins with `:` matches any segment, as in `/v2/models/:model`. A segment that begins with `:...`
   * matches one or more segments, for names with folders. The first route that matches is used.
   */
  readonly path: string;
  readonly access: Access;
  /** Formats the body of a rejection by the gateway as this route's clients expect it; plain text if absent. */
  readonly formatRejection?: (message: string) => object;
  handle(request: RouteRequest): Promise<void> | void;
}

export interface MatchedRoute {
  readonly route: Route;
  readonly parameters: RouteRequest['parameters'];
}

/**
 * Finds the route of a request.
 * @returns the route; the supported methods if the path has none for this method; `null` if no route has the path
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): MatchedRoute | { readonly allowedMethods: readonly string[] } | null {
  const matches = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path);
    return parameters ? [{ route, parameters }] : [];
  });
  if (matches.length === 0) return null;
  return (
    matches.find(({ route }) => route.method === method) ?? { allowedMethods: matches.map(({ route }) => route.method) }
  );
}

function matchPath(pattern: string, path: string): RouteRequest['parameters'] | null {
  const patternSegments = pattern.split('/');
  const pathSegments = path.split('/');
  const wildcardIndex = patternSegments.findIndex((segment) => segment.startsWith(':...'));
  const extraSegments = pathSegments.length - patternSegments.length;
  if (wildcardIndex < 0 ? extraSegments !== 0 : extraSegments < 0) return null;
  const parameters: [string, string][] = [];
  let offset = 0;
  for (const [index, patternSegment] of patternSegments.entries()) {
    const segmentCount = index === wildcardIndex ? extraSegments + 1 : 1;
    const segments = pathSegments.slice(offset, offset + segmentCount);
    offset += segmentCount;
    if (!patternSegment.startsWith(':')) {
      if (patternSegment !== segments[0]) return null;
      continue;
    }
    const values = segments.map(tryDecode);
    if (values.some((value) => value === null || value === '')) return null;
    parameters.push([patternSegment.replace(/^:(\.{3})?/, ''), values.join('/')]);
  }
  return Object.fromEntries(parameters);
}

function tryDecode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
