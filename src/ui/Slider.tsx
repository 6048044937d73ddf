interface SliderProps {
  /** Its accessible name. */
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** What the value means, for screen readers: "1.25 times". */
  valueText?: string;
  className?: string;
  onChange(value: number): void;
}

/**
 * The browser's own slider in the accent's colour: keys, touch and screen readers work by
 * themselves.
 */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  valueText,
  className,
  onChange,
}: SliderProps) {
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      value={value}
      min={min}
      max={max}
      step={step}
      onChange={(event) => onChange(Number(event.target.value))}
      className={`h-6 w-full cursor-pointer accent-accent touch:h-11 ${className ?? ''}`}
    />
  );
}
