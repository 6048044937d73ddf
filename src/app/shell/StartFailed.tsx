import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import { Button } from '../../ui/Button.tsx';

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
