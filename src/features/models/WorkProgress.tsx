import { X } from 'lucide-react';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Progress } from '../../ui/Progress.tsx';

interface WorkProgressProps {
  /** Names the bar and the button for screen readers. */
  label: string;
  /** The work in progress, one word. */
  doing: string;
  doneBytes: number;
  /** 0 while unknown. */
  totalBytes: number;
  onStop(): void;
}

/** How far some work on bytes is, with a way to stop it. */
export function WorkProgress({ label, doing, doneBytes, totalBytes, onStop }: WorkProgressProps) {
  return (
    <div className="mt-3 flex max-w-md items-center gap-2">
      <div className="min-w-0 flex-1">
        <Progress label={label} value={totalBytes > 0 ? doneBytes / totalBytes : null} />
        <p className="mt-1.5 text-xs text-faint">
          {doing}
          {totalBytes > 0 && ` · ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`}
        </p>
      </div>
      <IconButton label={`Stop: ${label}`} onClick={onStop}>
        <X />
      </IconButton>
    </div>
  );
}
