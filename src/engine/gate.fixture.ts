/** Where a fake engine stands still until a test lets it go on. */
export interface Gate {
  /** Closes it, or opens it for whoever comes from now on. */
  hold(isHeld: boolean): void;
  /** Lets the one that waits go on, or the next that will: tests need not know who is faster. */
  letGo(): void;
  pass(): Promise<void>;
}

export function createGate(): Gate {
  let isHeld = false;
  let free = 0;
  let release: (() => void) | undefined;
  return {
    hold(next) {
      isHeld = next;
    },
    letGo() {
      if (release) release();
      else free++;
      release = undefined;
    },
    async pass() {
      if (!isHeld) return;
      if (free > 0) free--;
      else await new Promise<void>((resolve) => (release = resolve));
    },
  };
}
