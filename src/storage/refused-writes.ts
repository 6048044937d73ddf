/**
 * What a store has not taken yet, by what it belongs to. A write that is refused, because the disk is
 * full, is made again together with the next one to the same thing, or when somebody asks.
 */
export interface RefusedWrites<W> {
  /** Throws what the store throws; what was to be written is remembered. */
  write(id: string, next: W): Promise<void>;
  /** What the store does not have of it. */
  read(id: string): W | undefined;
  /** Ids of what was refused. */
  list(): string[];
  /** It was deleted. */
  forget(id: string): void;
  /** Writes all that was refused. Throws what the store throws, at the first that it still refuses. */
  retry(): Promise<void>;
}

interface RefusedWritesOptions<W> {
  store(write: W): Promise<void>;
  /** Both, and where they say different things the later one. */
  merge(before: W, next: W): W;
}

export function createRefusedWrites<W>({
  store,
  merge,
}: RefusedWritesOptions<W>): RefusedWrites<W> {
  /** Also while they are being written: until then the store does not have them. */
  const missing = new Map<string, W>();
  const refused = new Set<string>();

  async function bring(id: string, whole: W): Promise<void> {
    try {
      await store(whole);
    } catch (thrown) {
      if (missing.has(id)) refused.add(id);
      throw thrown;
    }
    // Unless more has come meanwhile, which is on its way with all that this had.
    if (missing.get(id) !== whole) return;
    missing.delete(id);
    refused.delete(id);
  }

  return {
    write(id, next) {
      const before = missing.get(id);
      const whole = before === undefined ? next : merge(before, next);
      missing.set(id, whole);
      return bring(id, whole);
    },
    read: (id) => missing.get(id),
    list: () => [...refused],
    forget(id) {
      missing.delete(id);
      refused.delete(id);
    },
    async retry() {
      for (const id of refused) {
        const whole = missing.get(id);
        if (whole !== undefined) await bring(id, whole);
      }
    },
  };
}
