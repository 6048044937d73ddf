import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom: the architecture, as a table. Left the folder, right what its files may
 * import: other folders of the project (each may always import itself) and packages. Type-only
 * imports of a worker's interface are imports too.
 */
const LAYERS = {
  'src/engine': {
    folders: [],
    packages: [
      'zod',
      '@bjorn3/browser_wasi_shim',
      '@contentauth/c2pa-wasm',
      '@fontsource-variable',
      '@huggingface/jinja',
      '@huggingface/transformers',
      '@mlc-ai/web-llm',
      '@wllama/wllama',
      'onnxruntime-common',
      'hash-wasm',
      'mediabunny',
      'wasm-media-encoders',
      'n2words',
      'entities',
      'fflate',
      'htmlparser2',
      'pdfjs-dist',
      'wasm-vips',
    ],
  },
  'src/api': { folders: ['src/engine'], packages: ['hono', '@hono/zod-openapi'] },
  'src/api-client': { folders: ['src/api', 'src/engine'], packages: ['@hono/zod-openapi'] },
  'src/storage': { folders: ['src/engine'], packages: ['idb', 'idb-keyval', 'zod'] },
  'src/comlink': { folders: ['src/engine'], packages: ['comlink'] },
  workers: {
    folders: ['src/engine', 'src/storage', 'src/api', 'src/api-client', 'src/comlink'],
    packages: [
      '@contentauth/c2pa-wasm',
      '@wllama/wllama',
      'comlink',
      'onnxruntime-common',
      'onnxruntime-web',
      'virtual:wllama-worker',
      'wasm-vips',
      'workbox-precaching',
    ],
  },
  'src/engine-client': { folders: ['src/engine', 'src/comlink', 'workers'], packages: ['comlink'] },
  'src/ui': {
    folders: [],
    packages: [
      'react',
      'radix-ui',
      '@floating-ui/dom',
      'react-dom',
      'lucide-react',
      'clsx',
      'tailwind-merge',
      'class-variance-authority',
    ],
  },
  'src/features': {
    folders: ['src/ui', 'src/engine', 'src/engine-client', 'src/storage'],
    packages: [
      'react',
      'zustand',
      'lucide-react',
      'zod',
      'streamdown',
      'remark-cjk-friendly',
      'remark-cjk-friendly-gfm-strikethrough',
      'micromark-core-commonmark',
      'micromark-util-types',
      'mdast',
      '@streamdown/math',
      'shiki',
      'katex',
    ],
  },
  'src/app': {
    folders: [
      'src/ui',
      'src/features',
      'src/engine',
      'src/engine-client',
      'src/storage',
      'src/api',
      'workers',
    ],
    packages: ['react', 'zustand', 'lucide-react', 'wouter', 'cmdk'],
  },
  server: {
    folders: ['src/engine', 'src/api', 'src/comlink'],
    packages: [
      'hono',
      '@hono/node-server',
      '@hono/zod-openapi',
      '@napi-rs/canvas',
      '@opentelemetry',
      'aws4fetch',
      'bullmq',
      'comlink',
      'ioredis',
      'ipaddr.js',
      'libopus-wasm',
      'libsql',
      'mediabunny',
      'onnxruntime-node',
      'pino',
      'prom-client',
      'rate-limiter-flexible',
      'zod',
    ],
  },
};

/**
 * An import may go up to the project's root and down into an allowed folder, or name an allowed
 * package.
 */
const layers = {
  create(context) {
    const root = context.cwd.replaceAll('\\', '/');
    const path = context.filename.replaceAll('\\', '/').slice(root.length + 1);
    const layer = findLayer(path);
    if (!layer || /\.(test|contract|fixture)\.tsx?$/.test(path)) return {};
    const { folders, packages } = LAYERS[layer];
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const target = source.startsWith('.')
        ? new URL(source, `file:///${path}`).pathname.slice(1)
        : null;
      const isAllowed = target
        ? isInside(target, layer) || folders.some((folder) => isInside(target, folder))
        : source.startsWith('node:')
          ? layer === 'server'
          : packages.some((name) => source === name || source.startsWith(`${name}/`));
      const isOtherFeature =
        target &&
        layer === 'src/features' &&
        isInside(target, layer) &&
        target.split('/')[2] !== path.split('/')[2];
      if (!isAllowed || isOtherFeature)
        context.report({
          node,
          message: `${layer}/ must not import ${source} (docs/architecture.md, "Who imports whom").`,
        });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const findLayer = (path) => Object.keys(LAYERS).find((folder) => isInside(path, folder));
const isInside = (path, folder) => path === folder || path.startsWith(`${folder}/`);

export default tseslint.config(
  { ignores: ['dist', 'out', '.cache', 'node_modules', 'public', 'training'] },
  tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx,js}'],
    plugins: { triptych: { rules: { layers } } },
    rules: {
      'triptych/layers': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from where it is.' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['src/{app,features,ui}/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['src/{features,ui}/**/*.{ts,tsx}'],
    ignores: ['**/*.{test,contract,fixture}.{ts,tsx}'],
    rules: { 'max-lines-per-function': ['error', { max: 100 }] },
  },
);
