/** Whether anybody looks at the page. */
export interface Watch {
  isWatched(): boolean;
  /** Told of every change; the result ends that. */
  onWatchChange(listener: () => void): () => void;
}

export interface Poll {
  /** Asks at once, and gives up what is being asked. */
  askNow(): void;
  stop(): void;
}

/**
 * Asks at once and then again and again, while somebody looks; when somebody looks again, at once.
 * `ask` resolves to the milliseconds until it is asked again, or `null` to be asked no more before
 * `askNow`. It must not reject. Its signal fires when nobody looks any more, and when it is over.
 */
export function pollWhileWatched(
  ask: (signal: AbortSignal) => Promise<number | null>,
  { isWatched, onWatchChange }: Watch,
): Poll {
  let asking = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function halt(): void {
    asking.abort();
    clearTimeout(timer);
  }
  function askNow(): void {
    halt();
    if (!isWatched()) return;
    asking = new AbortController();
    void askOn(asking.signal);
  }
  async function askOn(signal: AbortSignal): Promise<void> {
    const waitMs = await ask(signal);
    if (signal.aborted || waitMs === null) return;
    timer = setTimeout(() => void askOn(signal), waitMs);
  }
  const forget = onWatchChange(askNow);
  askNow();
  return {
    askNow,
    stop() {
      forget();
      halt();
    },
  };
}
