import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import { Button } from '../../ui/Button.tsx';

/** Shown while a tab with an older version holds what is stored; the start goes on once that tab is closed. */
export function WaitForTabs() {
  return (
    <main className="mx-auto flex h-full max-w-lg flex-col justify-center gap-4 p-6">
      <h1 className="font-display text-3xl">Triptych is open in another tab</h1>
      <p role="status" className="text-soft">
        An older version is open there and holds what is stored. Close that tab or reload it, and
        this one goes on.
      </p>
    </main>
  );
}

/**
 * Shown when the studio could not be put together, most often because the browser stores nothing.
 */
export function StartFailed({ cause }: { cause: unknown }) {
  const error = EngineError.from(cause);
  return (
    <main className="mx-auto flex h-full max-w-lg flex-col justify-center gap-4 p-6">
      <h1 className="font-display text-3xl">Triptych cannot start here</h1>
      <p className="text-soft">{describeError(error).sentence}</p>
      <div>
        <Button kind="primary" onClick={() => location.reload()}>
          Try again
        </Button>
      </div>
      <code className="font-mono text-xs text-faint select-all">{error.code}</code>
    </main>
  );
}
