import type { RouteTag } from '../../src/api/http/add-route.ts';
import { SCOPES, type Scope } from '../../src/engine/companion/access-key.ts';

/** What a route needs: a scope, any key, or none. */
export type RouteAccess = Scope | 'any-key' | 'open';

const ACCESS: Readonly<Record<RouteTag, RouteAccess>> = {
  Chat: 'chat',
  Text: 'chat',
  Images: 'images',
  Speech: 'speech',
  Studio: 'studio',
  Jobs: 'studio',
  Models: 'any-key',
  // They say nothing of anyone's work: whether the server lives, and how it is asked.
  About: 'open',
  Admin: 'admin',
};

/** What does not exist is told to whoever has a key. */
export function findAccess(tag: RouteTag | undefined): RouteAccess {
  return tag === undefined ? 'any-key' : ACCESS[tag];
}

/** Throws an Error of one sentence. */
export function parseScopes(texts: readonly string[]): Scope[] {
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  return names.map((name) => {
    const scope = SCOPES.find((each) => each === name);
    if (scope) return scope;
    throw new Error(`There is no scope "${name}". Scopes: ${SCOPES.join(', ')}.`);
  });
}
