import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { compressBuild } from '../../server/precompress.ts';

/** When all else is written, the service worker too. */
export function compressWhenBuilt(): Plugin {
  let folder = 'dist';
  return {
    name: 'triptych-compress-when-built',
    apply: 'build',
    configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => compressBuild(folder, resolve('.cache/compressed')),
    },
  };
}
