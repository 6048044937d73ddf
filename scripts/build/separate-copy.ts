import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Gives some importers a copy of a package of their own. Of a module that lazily loaded code shares
 * with the first page, the bundler keeps in one chunk what either of them needs, and the first page
 * needs very little of these.
 */
export function separateCopy(name: string, packages: RegExp, importers: RegExp): Plugin {
  const mark = `?for-${name}`;
  return {
    name: `triptych-separate-copy-for-${name}`,
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const isShared = packages.test(source) && importer !== undefined && importers.test(importer);
      if (!isShared && !importer?.endsWith(mark)) return null;
      const found = await this.resolve(source, importer?.replace(mark, ''), {
        ...options,
        skipSelf: true,
      });
      return found && { ...found, id: found.id + mark };
    },
    load: (id) => (id.endsWith(mark) ? readFileSync(id.slice(0, -mark.length), 'utf8') : null),
  };
}
