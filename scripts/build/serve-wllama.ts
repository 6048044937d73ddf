import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const MODULE = 'virtual:wllama-worker';
const PACKAGE = 'node_modules/@wllama/wllama/src';
const DEV_PATH = '/@wllama-worker.js';

/**
 * wllama starts its worker and its threads from text, which our policy forbids (`worker-src`
 * without `blob:`). This puts the same text into a file: `virtual:wllama-worker` is its address. It
 * finds what wllama would have written into the text, as JSON, behind `#` (workers/wllama-files.ts).
 */
export function serveWllama(): Plugin {
  let isBuild = false;
  return {
    name: 'triptych-serve-wllama',
    configResolved: ({ command }) => void (isBuild = command === 'build'),
    configureServer({ middlewares, config }) {
      middlewares.use(DEV_PATH, (_, response) => {
        for (const [name, value] of Object.entries(config.server.headers ?? {}))
          if (value !== undefined) response.setHeader(name, value);
        response.setHeader('Content-Type', 'text/javascript').end(writeWorker());
      });
    },
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load(id) {
      if (id !== `\0${MODULE}`) return null;
      if (!isBuild) return `export default ${JSON.stringify(DEV_PATH)};`;
      const reference = this.emitFile({
        type: 'asset',
        name: 'wllama-worker.js',
        // Named, so that its licence is listed.
        originalFileName: `${PACKAGE}/workers-code/llama-cpp.js`,
        source: writeWorker(),
      });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}

/** As `moduleInit` of wllama's worker.ts joins it. */
function writeWorker(): string {
  const runtime = readFileSync(`${PACKAGE}/wasm/wllama.js`, 'utf8');
  const control = readFileSync(`${PACKAGE}/workers-code/llama-cpp.js`, 'utf8');
  return [
    'const RUN_OPTIONS = JSON.parse(decodeURIComponent(location.hash.slice(1)));',
    // Its threads run a file as well.
    'self.Worker = class extends Worker { constructor(_, options) { super(RUN_OPTIONS.threadUrl, options); } };',
    // Else its adapter is asked for even where nothing is to run on it.
    "if (!RUN_OPTIONS.usesGpu) Object.defineProperty(WorkerNavigator.prototype, 'gpu', { get: () => ({ requestAdapter: async () => null }) });",
    `function wModuleInit() { ${runtime.replace('var Module', 'var ___Module')}; return Module; }`,
    control,
  ].join('\n');
}
