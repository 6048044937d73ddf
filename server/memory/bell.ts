/** Wakes everyone who waits. */
export interface Bell {
  ring(): void;
  /** How often it has rung. */
  readonly rings: number;
  /** Until it has rung more often than `rings`, so that none is missed, or `stopped` rejects. */
  wait(rings: number, stopped: Promise<never>): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  let rung = 0;
  return {
    ring() {
      rung++;
      const woken = [...waiting];
      waiting.clear();
      for (const wake of woken) wake();
    },
    get rings() {
      return rung;
    },
    async wait(rings, stopped) {
      if (rung > rings) return;
      let wake = () => {};
      const next = new Promise<void>((resolve) => (wake = resolve));
      waiting.add(wake);
      try {
        await Promise.race([next, stopped]);
      } finally {
        waiting.delete(wake);
      }
    },
  };
}
