import { z } from '@hono/zod-openapi';
import { addRoute, type ApiApp } from '../http/add-route.ts';
import { binarySchema } from '../http/binary-schema.ts';
import type { FileShelf } from './file-shelf.ts';

/** `GET /files/{name}`: what an answer named by its address. */
export function addFileRoutes(app: ApiApp, files: FileShelf): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/files/{name}',
      tag: 'Images',
      summary: 'A picture that an answer named by its address',
      params: z.object({ name: z.string() }),
      answers: { 200: { description: 'The file', content: { 'image/*': binarySchema } } },
    },
    async ({ params }) => {
      const file = await files.get(params.name);
      return new Response(file, {
        headers: { 'Content-Type': file.type, 'Cache-Control': 'private, max-age=3600' },
      });
    },
  );
}

/**
 * The address under which clients find a file. `root`: where they find the routes, with a slash at
 * the end.
 */
export async function shelve(files: FileShelf, file: Blob, root: string): Promise<string> {
  return new URL(`files/${await files.put(file)}`, root).href;
}
