import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Connect, type Plugin, type ViteDevServer } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { Hono } from 'hono';
import {
  contentSecurityPolicy,
  EMBED_PAGE,
  formatHeadersFile,
  studioHeaders,
} from './src/api/studio-headers.ts';
import { createHubMirror } from './server/hub-mirror.ts';
import { pointToMirror } from './server/mirror-meta.ts';
import { readModelFolders } from './server/model-folders.ts';
import { compressBuild } from './server/precompress.ts';
import { findPackageFolder, readPackages, writePackageList } from './scripts/list-packages.ts';

/**
 * In development Vite adds inline scripts and styles of its own, which carry this nonce, and a web
 * socket.
 */
const DEV_NONCE = 'development';
const developmentPolicy = contentSecurityPolicy()
  .replace("script-src 'self'", `script-src 'self' 'nonce-${DEV_NONCE}'`)
  .replace("style-src 'self'", `style-src 'self' 'nonce-${DEV_NONCE}'`)
  .replace("connect-src 'self'", "connect-src 'self' ws:");

/**
 * The same headers and the same hub mirror as the production server; the `_headers` file for static
 * hosts.
 */
function serveLikeProduction(): Plugin {
  const folders = readModelFolders(process.env);
  const mirror = (middlewares: Connect.Server) => {
    if (folders.length === 0) return;
    const listener = getRequestListener(new Hono().route('/hub', createHubMirror(folders)).fetch);
    middlewares.use((request, response, next) =>
      request.url?.startsWith('/hub/') ? void listener(request, response) : next(),
    );
  };
  return {
    name: 'triptych-serve-like-production',
    configureServer: (server: ViteDevServer) => mirror(server.middlewares),
    configurePreviewServer: (server) => mirror(server.middlewares),
    transformIndexHtml: {
      order: 'post',
      handler: (html, { server }) => (server && folders.length > 0 ? pointToMirror(html) : html),
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: formatHeadersFile() });
    },
  };
}

/**
 * Lists the packages in the page, its workers and the service worker, and the fonts, with their
 * licences. Vite's own list (`build.license`) has the page's code only.
 */
function listPackages() {
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

/**
 * Gives some importers a copy of a package of their own. Of a module that lazily loaded code shares
 * with the first page, the bundler keeps in one chunk what either of them needs, and the first page
 * needs very little of these.
 */
function separateCopy(name: string, packages: RegExp, importers: RegExp): Plugin {
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

/**
 * What other sites load: a script, which is one file, and the page that they frame. That page is the
 * studio's own under another name, since only there may its headers differ (studio-headers.ts).
 */
function buildEmbed(): Plugin {
  return {
    name: 'triptych-build-embed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const index = bundle['index.html'];
        if (index?.type !== 'asset') this.error('There is no index.html to make embed.html of.');
        this.emitFile({ type: 'asset', fileName: EMBED_PAGE, source: index.source });
        this.emitFile({ type: 'asset', fileName: 'embed.js', source: await bundleEmbedScript() });
      },
    },
  };
}

async function bundleEmbedScript(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'src/app/embed/embed-client.ts', formats: ['es'] },
    },
  });
  return (built as Extract<typeof built, unknown[]>).map(({ output }) => output[0].code).join('');
}

/** The script of the API's page of documentation, which that page alone loads. */
function addApiDocs(): Plugin {
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

/** When all else is written, the service worker too. */
function compressWhenBuilt(): Plugin {
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

function readVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}

export default defineConfig(({ command, isPreview }) => {
  const isDevelopment = command === 'serve' && !isPreview;
  const packages = listPackages();
  return {
    // Relative, so that the built folder works under any path of any static host.
    base: './',
    define: { 'import.meta.env.STUDIO_VERSION': JSON.stringify(readVersion()) },
    plugins: [
      react(),
      tailwindcss(),
      serveLikeProduction(),
      separateCopy('api', /^zod(?:\/|$)/, /\/src\/api\/|\/@hono\/zod-|\/@asteasolutions\//),
      separateCopy('markdown', /^tailwind-merge$/, /\/node_modules\/streamdown\//),
      buildEmbed(),
      addApiDocs(),
      VitePWA({
        strategies: 'injectManifest',
        srcDir: 'workers',
        filename: 'service-worker.ts',
        injectRegister: false,
        manifest: {
          name: 'Triptych',
          short_name: 'Triptych',
          description: 'Words, pictures and voice on your own device.',
          id: './',
          start_url: './',
          scope: './',
          display: 'standalone',
          background_color: '#f6f3ee',
          theme_color: '#f6f3ee',
          // The system's menu for sharing pictures leads to Bulk (workers/shared-pictures.ts).
          share_target: {
            action: './share',
            method: 'POST',
            enctype: 'multipart/form-data',
            params: { files: [{ name: 'pictures', accept: ['image/*'] }] },
          },
          categories: ['productivity', 'graphics', 'utilities'],
          icons: [
            { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
            { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
            { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
            {
              src: 'icons/icon-maskable-512.png',
              sizes: '512x512',
              type: 'image/png',
              purpose: 'maskable',
            },
          ],
        },
        injectManifest: {
          buildPlugins: { vite: [packages.collect()] },
          globPatterns: ['**/*.{html,css,js,mjs,svg,png,woff2,wasm}'],
          globIgnores: ['starter/**', 'docs/**'],
          maximumFileSizeToCacheInBytes: 64 * 2 ** 20,
        },
      }),
      packages.write(),
      compressWhenBuilt(),
    ],
    resolve: {
      alias: {
        // Its browser build parses through the DOM, where each style attribute of a formula
        // violates the content security policy.
        'hast-util-from-html-isomorphic': resolve(
          'node_modules/hast-util-from-html-isomorphic/index.js',
        ),
      },
    },
    worker: {
      format: 'es',
      plugins: () => [packages.collect()],
      rolldownOptions: {
        output: {
          // Named, so that the service worker does not keep its megabytes for people who never use
          // it.
          chunkFileNames: ({ moduleIds }) =>
            moduleIds.some((id) => id.includes('/@mlc-ai/web-llm/'))
              ? 'assets/web-llm-[hash].js'
              : 'assets/[name]-[hash].js',
          // Apart, for the same reason: fonts of texts on pictures, of which a text needs a few.
          assetFileNames: ({ names }) =>
            names.some((name) => name.endsWith('.woff2'))
              ? 'assets/text-fonts/[name]-[hash][extname]'
              : 'assets/[name]-[hash][extname]',
        },
      },
    },
    build: {
      target: 'es2023',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
    },
    optimizeDeps: { exclude: ['@huggingface/transformers', 'onnxruntime-web'] },
    server: { headers: studioHeaders(isDevelopment ? developmentPolicy : undefined) },
    preview: { headers: studioHeaders() },
    ...(isDevelopment ? { html: { cspNonce: DEV_NONCE } } : {}),
  };
});
