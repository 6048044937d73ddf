import { Focus } from 'lucide-react';
import { Button } from '../../../ui/Button.tsx';

interface FocalPointBarProps {
  /** Whether the point is shown and can be moved. */
  isPointing: boolean;
  /** Whether somebody has chosen the point. */
  isGiven: boolean;
  onPointing(isPointing: boolean): void;
  onFind(): void;
}

/** Shows the point that crops keep, and takes back what was chosen. */
export function FocalPointBar({ isPointing, isGiven, onPointing, onFind }: FocalPointBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => onPointing(!isPointing)}>
        <Focus /> {isPointing ? 'Show before and after' : 'Move the focal point'}
      </Button>
      {isGiven && (
        <Button size="small" kind="quiet" onClick={onFind}>
          Find it again
        </Button>
      )}
    </div>
  );
}
