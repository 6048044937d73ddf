import { ChevronsLeftRight } from 'lucide-react';
import { useRef, useState } from 'react';

interface BeforeAfterProps {
  /** Addresses; `null` for what cannot be shown. */
  before: string | null | undefined;
  after: string | null | undefined;
}

const MIDDLE = 50;
const STEP = 2;
const LARGE_STEP = 10;

/** Two pictures over each other, with a divider that is dragged or moved by keys. */
export function BeforeAfter({ before, after }: BeforeAfterProps) {
  const [share, setShare] = useState(MIDDLE);
  const frame = useRef<HTMLDivElement>(null);
  const show = (next: number) => setShare(Math.round(Math.min(100, Math.max(0, next))));

  function follow({ clientX, buttons }: React.PointerEvent): void {
    const rect = frame.current?.getBoundingClientRect();
    if (rect && buttons !== 0) show(((clientX - rect.left) / rect.width) * 100);
  }
  function press(event: React.KeyboardEvent): void {
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: share - STEP,
      ArrowDown: share - STEP,
      ArrowRight: share + STEP,
      ArrowUp: share + STEP,
      PageDown: share - LARGE_STEP,
      PageUp: share + LARGE_STEP,
      Home: 0,
      End: 100,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    show(place);
  }
  return (
    <div
      ref={frame}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={follow}
      className="absolute inset-0 cursor-ew-resize touch-pan-y select-none"
    >
      <Side url={after} alt="After" />
      <div className="absolute inset-0" style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
        <div className="absolute inset-0 bg-sunken" />
        <Side url={before} alt="Before" />
      </div>
      <span className={`${LABEL} left-3`}>Before</span>
      <span className={`${LABEL} right-3`}>After</span>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Before and after"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        aria-valuetext={`${share} % before, ${100 - share} % after`}
        onKeyDown={press}
        className="group absolute inset-y-0 w-11 -translate-x-1/2 outline-none"
        style={{ left: `${share}%` }}
      >
        <div className="mx-auto h-full w-0.5 bg-accent" />
        <div className="absolute top-1/2 left-1/2 flex size-9 -translate-1/2 items-center justify-center rounded-full bg-accent text-accent-ink shadow-float group-focus-visible:ring-2 group-focus-visible:ring-accent group-focus-visible:ring-offset-2 group-focus-visible:ring-offset-surface">
          <ChevronsLeftRight className="size-4" aria-hidden />
        </div>
      </div>
    </div>
  );
}

const LABEL =
  'pointer-events-none absolute bottom-3 rounded bg-raised/90 px-2 py-0.5 text-xs text-ink';

function Side({ url, alt }: { url: string | null | undefined; alt: string }) {
  const [failed, setFailed] = useState<string>();
  if (url === undefined) return null;
  if (url === null || failed === url)
    return (
      <p className="absolute inset-0 flex items-center justify-center p-8 text-center text-sm text-faint">
        This browser cannot show the picture {alt.toLowerCase()}. Its file is fine.
      </p>
    );
  return (
    <img
      src={url}
      alt={alt}
      draggable={false}
      onError={() => setFailed(url)}
      className="absolute inset-0 size-full object-contain p-3"
    />
  );
}
