import { EngineError } from '../../src/engine/errors.ts';

export interface KeepWarmOptions {
  models: readonly string[];
  /** Brings a model into memory where it is not; rejects where there is no room, or no such model. */
  warmUp(model: string, signal: AbortSignal): Promise<void>;
  log(sentence: string): void;
  /** How often they are looked at. Default: half a minute. */
  everyMs?: number;
}

const EVERY_MS = 30_000;

/** Brings models into memory one after the other, and back whenever they had to leave it. */
export function keepWarm({ models, warmUp, log, everyMs = EVERY_MS }: KeepWarmOptions): {
  end(): void;
} {
  const ending = new AbortController();
  /** What was said of a model that is not in memory, which is said once. */
  const said = new Map<string, string>();
  let isAtWork = false;

  async function look(): Promise<void> {
    if (isAtWork) return;
    isAtWork = true;
    for (const model of models) await warm(model);
    isAtWork = false;
  }
  async function warm(model: string): Promise<void> {
    try {
      if (!ending.signal.aborted) await warmUp(model, ending.signal);
      said.delete(model);
    } catch (thrown) {
      const { message } = EngineError.from(thrown);
      if (ending.signal.aborted || said.get(model) === message) return;
      said.set(model, message);
      log(`${model} cannot be kept in memory just now: ${message}`);
    }
  }
  void look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    end() {
      ending.abort();
      clearInterval(timer);
    },
  };
}
