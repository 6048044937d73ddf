import { useRef } from 'react';

interface CompareViewProps {
  /** Addresses of the two pictures. */
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  /** Share of the first one in sight, in percent from the left. */
  share: number;
  onShare(share: number): void;
}

/** Two pictures over each other with a divider between them that can be dragged. */
export function CompareView({
  before,
  after,
  beforeLabel,
  afterLabel,
  share,
  onShare,
}: CompareViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  function follow(event: React.PointerEvent) {
    const rect = frame.current?.getBoundingClientRect();
    if (!rect || event.buttons === 0) return;
    onShare(
      Math.round(Math.min(100, Math.max(0, ((event.clientX - rect.left) / rect.width) * 100))),
    );
  }
  return (
    <div ref={frame} className="absolute inset-0">
      <img
        src={after}
        alt={afterLabel}
        draggable={false}
        className="absolute inset-0 size-full object-contain"
      />
      <img
        src={before}
        alt={beforeLabel}
        draggable={false}
        className="absolute inset-0 size-full object-contain"
        style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
      />
      <div
        data-own-drag
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={follow}
        className="absolute inset-y-0 w-8 -translate-x-1/2 cursor-ew-resize touch-none"
        style={{ left: `${share}%` }}
      >
        <div className="mx-auto h-full w-0.5 bg-accent" />
      </div>
    </div>
  );
}
