import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { addApiDocs } from './scripts/build/add-api-docs.ts';
import { buildEmbed } from './scripts/build/build-embed.ts';
import { collectPackages } from './scripts/build/collect-packages.ts';
import { compressWhenBuilt } from './scripts/build/compress-when-built.ts';
import { gatherFirstPage } from './scripts/build/gather-first-page.ts';
import { separateCopy } from './scripts/build/separate-copy.ts';
import { serveLikeProduction } from './scripts/build/serve-like-production.ts';
import { serveWllama } from './scripts/build/serve-wllama.ts';
import { contentSecurityPolicy, studioHeaders } from './src/api/studio-headers.ts';

/**
 * In development Vite adds inline scripts and styles of its own, which carry this nonce, and a web
 * socket.
 */
const DEV_NONCE = 'development';
const developmentPolicy = contentSecurityPolicy()
  .replace("script-src 'self'", `script-src 'self' 'nonce-${DEV_NONCE}'`)
  .replace("style-src 'self'", `style-src 'self' 'nonce-${DEV_NONCE}'`)
  .replace("connect-src 'self'", "connect-src 'self' ws:");

function readVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}

export default defineConfig(({ command, isPreview }) => {
  const isDevelopment = command === 'serve' && !isPreview;
  const packages = collectPackages();
  return {
    // Relative, so that the built folder works under any path of any static host.
    base: './',
    define: { 'import.meta.env.STUDIO_VERSION': JSON.stringify(readVersion()) },
    plugins: [
      react(),
      tailwindcss(),
      serveLikeProduction(),
      serveWllama(),
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
          globPatterns: ['**/*.{html,css,js,mjs,svg,png,woff2,wasm,bin}'],
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
      plugins: () => [serveWllama(), packages.collect()],
      rolldownOptions: {
        output: {
          // Named, so that the service worker does not keep its megabytes for people who never use
          // it.
          chunkFileNames: ({ moduleIds }) =>
            moduleIds.some((id) => id.includes('/@mlc-ai/web-llm/'))
              ? 'assets/web-llm-[hash].js'
              : moduleIds.some((id) => id.includes('/@wllama/wllama/'))
                ? 'assets/wllama-library-[hash].js'
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
      rolldownOptions: {
        output: { codeSplitting: gatherFirstPage(resolve('src/main.tsx')) },
      },
    },
    optimizeDeps: { exclude: ['@huggingface/transformers', 'onnxruntime-web'] },
    server: { headers: studioHeaders(isDevelopment ? developmentPolicy : undefined) },
    preview: { headers: studioHeaders() },
    ...(isDevelopment ? { html: { cspNonce: DEV_NONCE } } : {}),
  };
});
