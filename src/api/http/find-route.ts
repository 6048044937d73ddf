import { toHonoPath, type ApiApp, type RouteTag } from './add-route.ts';

/** A route as the OpenAPI document has it. */
export interface FoundRoute {
  /** With parameters as `{id}`. */
  path: string;
  tag: RouteTag;
}

/**
 * Finds the route that a path belongs to, whatever the method. `path` as the app reads it, so that
 * both find the same.
 */
export function createRouteFinder({ openAPIRegistry }: ApiApp): {
  find(path: string): FoundRoute | undefined;
} {
  let routes: (FoundRoute & { pattern: RegExp })[] | undefined;
  const list = () =>
    openAPIRegistry.definitions.flatMap((definition) => {
      if (definition.type !== 'route') return [];
      const { path, tags } = definition.route;
      return [{ path, tag: tags?.[0] as RouteTag, pattern: toPattern(toHonoPath(path)) }];
    });
  return {
    // Routes are still being added when the first middleware is made.
    find: (path) => (routes ??= list()).find(({ pattern }) => pattern.test(path)),
  };
}

function toPattern(honoPath: string): RegExp {
  const source = honoPath
    .replaceAll('.', '\\.')
    .replace(':model{\\.+}', '.+')
    .replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^${source}$`);
}
