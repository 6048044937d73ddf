import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The script of the API's page of documentation, which that page alone loads. */
export function addApiDocs(): Plugin {
  const files = {
    'docs/rapidoc.js': 'rapidoc-min.js',
    'docs/LICENSE.txt': 'rapidoc-min.js.LICENSE.txt',
  };
  return {
    name: 'triptych-add-api-docs',
    generateBundle() {
      for (const [fileName, name] of Object.entries(files)) {
        // Named, so that its licence is listed.
        const originalFileName = `node_modules/rapidoc/dist/${name}`;
        const source = readFileSync(originalFileName);
        this.emitFile({ type: 'asset', fileName, originalFileName, source });
      }
    },
  };
}
