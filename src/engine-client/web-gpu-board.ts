import { noteSchema, type GpuBoard, type GpuNote } from '../engine/gpu/gpu-board.ts';
import { holdLock, webLocks } from './web-locks.ts';

/**
 * The board of all tabs of this origin. A note is the name of a held Web Lock: the browser takes it
 * down with the tab that put it up, however that ends. The turn is one more lock.
 */
export function createWebGpuBoard(name = 'triptych-gpu'): GpuBoard {
  const prefix = `${name} note `;
  const nameOf = (note: GpuNote) => prefix + JSON.stringify(note);
  const channel = new BroadcastChannel(name);
  let listener: ((id: string) => void) | undefined;
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') listener?.(data);
  });
  return {
    post: (note) => holdLock(nameOf(note)),
    async read() {
      const held = await webLocks.listHeld();
      return held.flatMap((lock) =>
        lock.startsWith(prefix) ? parseNote(lock.slice(prefix.length)) : [],
      );
    },
    takeTurn: (signal) => holdLock(`${name} turn`, signal),
    async askToFree(note, timeoutMs) {
      channel.postMessage(note.id);
      // Granted when the note's holder has removed it.
      return holdLock(nameOf(note), AbortSignal.timeout(timeoutMs)).then(
        (release) => {
          release();
          return true;
        },
        () => false,
      );
    },
    onAskedToFree(next) {
      listener = next;
    },
  };
}

/** Another version of the app in another tab may write notes that this one does not know. */
function parseNote(text: string): GpuNote[] {
  const { success, data } = noteSchema.safeParse(JSON.parse(text));
  return success ? [data] : [];
}
