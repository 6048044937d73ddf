/** Where the system posts pictures that are shared with the studio (vite.config.ts). */
export const SHARE_PATH = 'share';
const FIELD = 'pictures';

/** Where they lie until the page takes them in. */
const SHARED_CACHE = 'triptych-shared';
const NAME_HEADER = 'X-File-Name';

/** Keeps what is shared for the page, and sends the browser there. */
export async function keepShared(request: Request, scope: string): Promise<Response> {
  const form = await request.formData();
  const files = form.getAll(FIELD).filter((entry) => entry instanceof File);
  const cache = await caches.open(SHARED_CACHE);
  for (const file of files) {
    const url = new URL(`${SHARE_PATH}/${crypto.randomUUID()}`, scope);
    const headers = {
      'Content-Type': file.type,
      // A header holds no other letters than Latin ones.
      [NAME_HEADER]: encodeURIComponent(file.name),
    };
    await cache.put(url, new Response(file, { headers }));
  }
  return Response.redirect(new URL('#/bulk', scope).href, 303);
}

/** The pictures that were shared, each once. */
export async function takeShared(): Promise<File[]> {
  const cache = await caches.open(SHARED_CACHE);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    // Of two pages that ask at once, one gets it.
    if (!(await cache.delete(request)) || !response) continue;
    const name = decodeURIComponent(response.headers.get(NAME_HEADER) ?? 'picture');
    const blob = await response.blob();
    files.push(new File([blob], name, { type: blob.type }));
  }
  return files;
}
