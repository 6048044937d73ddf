import { useState } from 'react';
import { EngineError } from '../../../engine/errors.ts';
import { StudioIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { sayFailure } from '../../../engine/bulk/say-failure.ts';

interface OpenInStudioProps {
  /** The picture as it is shown. */
  readFile(): Promise<Blob>;
  onOpen(file: Blob): Promise<void>;
}

/** Takes one picture to where it is cut to every size that is needed. */
export function OpenInStudio({ readFile, onOpen }: OpenInStudioProps) {
  const [problem, setProblem] = useState('');
  return (
    <div className="flex flex-col items-start gap-1">
      <Button
        size="small"
        onClick={() => {
          setProblem('');
          void readFile()
            .then(onOpen)
            .catch((thrown: unknown) => setProblem(sayFailure(EngineError.from(thrown))));
        }}
      >
        <StudioIcon /> Open in Studio
      </Button>
      {problem && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
