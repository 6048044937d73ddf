import { describeError } from '../../../engine/error-sentences.ts';
import type { EngineError } from '../../../engine/errors.ts';
import type { StudioAction } from '../../../engine/studio-actions.ts';
import { Button } from '../../../ui/Button.tsx';

interface ReadingFailureProps {
  error: EngineError;
  onAction(action: StudioAction): void;
}

/** Why a brief could not be read, and what helps. */
export function ReadingFailure({ error, onAction }: ReadingFailureProps) {
  const { sentence, remedy } = describeError(error);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 text-sm text-danger">
      <p>
        {sentence} <code className="font-mono text-xs">{error.code}</code>
      </p>
      {remedy === 'open-models' && (
        <Button size="small" onClick={() => onAction('open:models')}>
          Open Models
        </Button>
      )}
    </div>
  );
}
