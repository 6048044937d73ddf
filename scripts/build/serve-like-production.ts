import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Connect, Plugin, ViteDevServer } from 'vite';
import { createHubMirror } from '../../server/hub-mirror.ts';
import { pointToMirror } from '../../server/page-meta.ts';
import { readModelFolders } from '../../server/model-folders.ts';
import { formatHeadersFile } from '../../src/api/studio-headers.ts';

/**
 * The same headers and the same hub mirror as the production server; the `_headers` file for static
 * hosts.
 */
export function serveLikeProduction(): Plugin {
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
