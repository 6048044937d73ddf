/** Distinguishes a slow connection from a dead one: time counts only while someone waits for it. */
export interface IdleWatch {
  /** Fires with the caller's signal, or after too long without activity. */
  readonly signal: AbortSignal;
  /** Something arrived: the timer restarts. */
  stir(): void;
  /**
   * Stops the timer until the next sign of activity: the server is not what is being waited for.
   */
  pause(): void;
  hasFired(): boolean;
  end(): void;
}

export function createIdleWatch(idleMs: number, signal: AbortSignal): IdleWatch {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = () => clearTimeout(timer);
  const stir = () => {
    pause();
    timer = setTimeout(() => silence.abort(), idleMs);
  };
  stir();
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    stir,
    pause,
    hasFired: () => silence.signal.aborted,
    end: pause,
  };
}
