interface ProgressProps {
  /** What it measures, for screen readers. */
  label: string;
  /** 0 to 1; `null` while nothing is known yet. */
  value: number | null;
}

export function Progress({ label, value }: ProgressProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, value) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1 overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={
          percent === undefined
            ? 'h-full w-1/3 animate-pulse bg-accent'
            : 'h-full bg-accent transition-[width] duration-150'
        }
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
