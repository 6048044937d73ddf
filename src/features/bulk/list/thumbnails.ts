/** Small pictures for the rows in sight. */
export interface Thumbnails {
  /** Its address, valid as long as it is in sight; `null` for what the browser cannot draw. */
  open(id: string): Promise<string | null>;
}

interface ThumbnailSource {
  readSource(id: string): Promise<Blob>;
  makeThumbnail(file: Blob, side: number): Promise<Blob>;
}

const SIDE = 96;
/** A decoded picture takes its whole size in memory. */
const AT_ONCE = 2;
/** More than rows fit on any screen. */
const MOST_KEPT = 300;

/** Makes a few at a time, those that were asked for last first, and keeps the latest. */
export function createThumbnails({ readSource, makeThumbnail }: ThumbnailSource): Thumbnails {
  const kept = new Map<string, Promise<string | null>>();
  const waiting: (() => Promise<void>)[] = [];
  let busy = 0;

  async function next(): Promise<void> {
    if (busy >= AT_ONCE) return;
    const work = waiting.pop();
    if (!work) return;
    busy++;
    await work();
    busy--;
    void next();
  }
  const make = (id: string) =>
    new Promise<string | null>((resolve) => {
      waiting.push(async () => {
        const made = await readSource(id)
          .then((file) => makeThumbnail(file, SIDE))
          .then(URL.createObjectURL, () => null);
        resolve(made);
      });
      void next();
    });

  function forgetOldest(): void {
    const [oldest] = kept;
    if (!oldest || kept.size <= MOST_KEPT) return;
    kept.delete(oldest[0]);
    void oldest[1].then((url) => url && URL.revokeObjectURL(url));
  }
  return {
    open(id) {
      const url = kept.get(id) ?? make(id);
      kept.delete(id);
      kept.set(id, url);
      forgetOldest();
      return url;
    },
  };
}
