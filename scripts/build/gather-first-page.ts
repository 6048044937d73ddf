import type { Rolldown } from 'vite';

/**
 * Puts what the first page imports of our own sources, and what of packages nobody else needs, into
 * one chunk. The bundler alone cuts out whatever lazily loaded code shares with it: fifty pieces,
 * which compress worse than the whole. `entry` is the id of the page's first module.
 */
export function gatherFirstPage(entry: string): Rolldown.CodeSplittingOptions {
  let own: ReadonlySet<string> | undefined;
  return {
    groups: [
      {
        debugName: 'first page',
        name: (id, context) => ((own ??= listImports(entry, context)).has(id) ? 'page' : null),
      },
    ],
  };
}

/**
 * A module and what it imports statically, directly or not. Packages are left to the bundler: many
 * have an index that imports far more than anybody uses.
 */
function listImports(
  entry: string,
  context: Parameters<Rolldown.CodeSplittingNameFunction>[1],
): ReadonlySet<string> {
  const seen = new Set<string>();
  const next = [entry];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const imported = context.getModuleInfo(id)?.importedIds ?? [];
    next.push(...imported.filter((other) => !other.includes('/node_modules/')));
  }
  return seen;
}
