import { Button } from '../../../ui/Button.tsx';
import { Progress } from '../../../ui/Progress.tsx';

interface FileProgressProps {
  name: string;
  /** 0 to 1; `null` while nothing is known yet. */
  progress: number | null;
  onCancel(): void;
}

/** A file that is being read, and the way to stop it. */
export function FileProgress({ name, progress, onCancel }: FileProgressProps) {
  return (
    <div className="mb-3 flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <Progress label={`Reading ${name}`} value={progress} />
        <p className="mt-1.5 truncate text-xs text-faint">Reading {name}</p>
      </div>
      <Button kind="quiet" size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
