import type { PictureFiles } from '../../engine/images/picture-store.ts';

/** Addresses of pictures, each made once; they hold the files in memory until they are revoked. */
export interface PictureUrls {
  /** Makes both addresses of files that are here. */
  keep(id: string, files: PictureFiles): void;
  open(id: string, kind: keyof PictureFiles, read: () => Promise<PictureFiles>): Promise<string>;
  revoke(id: string): void;
}

const KINDS = ['file', 'thumbnail'] as const;

export function createPictureUrls(): PictureUrls {
  const urls = new Map<string, Promise<string>>();
  return {
    keep(id, files) {
      for (const kind of KINDS)
        urls.set(`${kind} ${id}`, Promise.resolve(URL.createObjectURL(files[kind])));
    },
    open(id, kind, read) {
      const key = `${kind} ${id}`;
      const known = urls.get(key);
      if (known) return known;
      const url = read().then((files) => URL.createObjectURL(files[kind]));
      urls.set(key, url);
      url.catch(() => urls.delete(key));
      return url;
    },
    revoke(id) {
      for (const kind of KINDS) {
        const url = urls.get(`${kind} ${id}`);
        urls.delete(`${kind} ${id}`);
        void url?.then(URL.revokeObjectURL, () => undefined);
      }
    },
  };
}
