import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { findPackageFolder, readPackages, writePackageList } from './list-packages.ts';

/**
 * Lists the packages in the page, its workers and the service worker, and the fonts, with their
 * licences. Vite's own list (`build.license`) has the page's code only.
 */
export function collectPackages() {
  const folders = new Set<string>();
  let outFolder = 'dist';
  const collect = (name: string): Plugin => ({
    name,
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        const ids = chunk.type === 'chunk' ? chunk.moduleIds : chunk.originalFileNames;
        for (const id of ids.map((each) => resolve(each))) {
          const folder = findPackageFolder(id);
          if (folder !== undefined) folders.add(folder);
        }
      }
    },
  });
  return {
    collect: () => collect('triptych-collect-packages'),
    write: (): Plugin => ({
      ...collect('triptych-list-packages'),
      apply: 'build',
      configResolved: ({ root, build }) => void (outFolder = resolve(root, build.outDir)),
      closeBundle: {
        order: 'post',
        sequential: true,
        handler: () =>
          writeFileSync(
            resolve(outFolder, 'THIRD_PARTY.txt'),
            writePackageList(readPackages(folders)),
          ),
      },
    }),
  };
}
