import type { GpuBoard, GpuNote } from './gpu-board.ts';

/** What several boards share: as many tabs of one browser. */
export interface FakeBrowser {
  openTab(): GpuBoard & { close(): void };
}

/** Notes and one turn in memory. Each answer comes a little later, as from another process. */
export function createFakeBrowser(): FakeBrowser {
  const notes = new Map<symbol, { note: GpuNote; tab: symbol }>();
  const listeners = new Map<symbol, (id: string) => void>();
  const queue: { tab: symbol; grant(): void }[] = [];
  let holder: symbol | undefined;

  function grantNext(): void {
    const next = holder === undefined ? queue.shift() : undefined;
    if (!next) return;
    holder = next.tab;
    next.grant();
  }
  function pass(tab: symbol): void {
    if (holder === tab) holder = undefined;
    grantNext();
  }
  const later = () => new Promise<void>((resolve) => queueMicrotask(resolve));

  return {
    openTab() {
      const tab = Symbol('tab');
      return {
        async post(note) {
          const key = Symbol(note.kind);
          await later();
          notes.set(key, { note, tab });
          return () => void notes.delete(key);
        },
        async read() {
          await later();
          return [...notes.values()].map(({ note }) => note);
        },
        takeTurn: (signal) =>
          new Promise((resolve, reject) => {
            const turn = Symbol('turn');
            const entry = {
              tab: turn,
              grant() {
                signal.removeEventListener('abort', stop);
                resolve(() => pass(turn));
              },
            };
            const stop = () => {
              const place = queue.indexOf(entry);
              if (place >= 0) queue.splice(place, 1);
              reject(new DOMException('stopped', 'AbortError'));
            };
            if (signal.aborted) return stop();
            signal.addEventListener('abort', stop, { once: true });
            queue.push(entry);
            grantNext();
          }),
        async askToFree({ id }) {
          for (const listener of listeners.values()) listener(id);
          await later();
          await later();
          await later();
          return ![...notes.values()].some(({ note }) => note.id === id);
        },
        onAskedToFree: (listener) => void listeners.set(tab, listener),
        close() {
          for (const [key, entry] of notes) if (entry.tab === tab) notes.delete(key);
          listeners.delete(tab);
        },
      };
    },
  };
}
