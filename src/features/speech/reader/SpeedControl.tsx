import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { Slider } from '../../../ui/Slider.tsx';

interface SpeedControlProps {
  rate: number;
  onChange(rate: number): void;
}

const CHOICES = [0.75, 1, 1.25, 1.5, 2];

/** How fast readings are heard. */
export function SpeedControl({ rate, onChange }: SpeedControlProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="Speed"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button
          kind="quiet"
          size="small"
          aria-label={`Speed: ${rate} times`}
          className="px-2 tabular-nums"
        >
          <Gauge className="hidden sm:block" />
          {rate}×
        </Button>
      }
    >
      <p className="mb-2 flex justify-between text-sm">
        <span>Speed</span>
        <span className="text-soft">{rate}×</span>
      </p>
      <Slider
        label="Speed"
        value={rate}
        min={0.5}
        max={3}
        step={0.05}
        valueText={`${rate} times`}
        onChange={(next) => onChange(Number(next.toFixed(2)))}
      />
      <div className="mt-2 flex justify-between">
        {CHOICES.map((choice) => (
          <Button
            key={choice}
            kind={choice === rate ? 'secondary' : 'quiet'}
            size="small"
            onClick={() => onChange(choice)}
          >
            {choice}×
          </Button>
        ))}
      </div>
    </Popover>
  );
}
