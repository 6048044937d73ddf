import { useEffect, useRef } from 'react';
import { PEAKS_PER_SECOND } from '../../../engine/speech/samples.ts';
import { formatClock } from '../../../ui/format.ts';

interface WaveformProps {
  /** Loudness, 0 to 255, twenty times a second. */
  peaks: readonly number[];
  durationSeconds: number;
  positionSeconds: number;
  /** More is being spoken. */
  isGrowing: boolean;
  onSeek(seconds: number): void;
}

const BAR = 3;
const GAP = 2;
const STEP_SECONDS = 5;

/**
 * What has been spoken, as bars, with what has been heard in the accent's colour. Press or drag to
 * move; arrow keys move by five seconds.
 */
export function Waveform({
  peaks,
  durationSeconds,
  positionSeconds,
  isGrowing,
  onSeek,
}: WaveformProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () =>
      canvas.current && drawBars(canvas.current, peaks, positionSeconds, isGrowing);
    draw();
    const observer = new ResizeObserver(draw);
    if (canvas.current) observer.observe(canvas.current);
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      observer.disconnect();
      theme.disconnect();
    };
  }, [peaks, positionSeconds, isGrowing]);

  function seekTo(event: React.PointerEvent<HTMLCanvasElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / width) * shownSeconds(peaks, isGrowing));
  }
  function handleKey(event: React.KeyboardEvent) {
    const targets: Record<string, number> = {
      ArrowLeft: positionSeconds - STEP_SECONDS,
      ArrowRight: positionSeconds + STEP_SECONDS,
      Home: 0,
      End: durationSeconds,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    onSeek(target);
  }
  return (
    <canvas
      ref={canvas}
      role="slider"
      tabIndex={0}
      aria-label="Position in the reading"
      aria-valuemin={0}
      aria-valuemax={Math.round(durationSeconds)}
      aria-valuenow={Math.round(positionSeconds)}
      aria-valuetext={`${formatClock(positionSeconds)} of ${formatClock(durationSeconds)}`}
      onKeyDown={handleKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
      className="h-12 w-full cursor-pointer touch-none rounded-sm"
    />
  );
}

/** While a reading grows, its scale grows by halves, so that what is there does not creep. */
function shownSeconds(peaks: readonly number[], isGrowing: boolean): number {
  const seconds = peaks.length / PEAKS_PER_SECOND;
  if (!isGrowing) return Math.max(seconds, 0.1);
  return 8 * 1.5 ** Math.max(0, Math.ceil(Math.log(Math.max(seconds, 1) / 8) / Math.log(1.5)));
}

function drawBars(
  canvas: HTMLCanvasElement,
  peaks: readonly number[],
  position: number,
  isGrowing: boolean,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const [heard, spoken, empty] = ['--color-accent', '--color-line-strong', '--color-line'].map(
    (name) => style.getPropertyValue(name),
  );
  const bars = Math.floor(width / (BAR + GAP));
  const perBar = (shownSeconds(peaks, isGrowing) * PEAKS_PER_SECOND) / bars;
  for (let bar = 0; bar < bars; bar++) {
    const from = Math.floor(bar * perBar);
    const part = peaks.slice(from, Math.max(from + 1, Math.floor((bar + 1) * perBar)));
    const loudness = part.length > 0 ? Math.max(...part) / 255 : 0;
    const length = Math.max(2, Math.min(1, loudness * 1.3) * (height - 4));
    const isHeard = (bar + 0.5) * perBar < position * PEAKS_PER_SECOND;
    context.fillStyle = (part.length === 0 ? empty : isHeard ? heard : spoken) ?? '';
    context.beginPath();
    context.roundRect(bar * (BAR + GAP), (height - length) / 2, BAR, length, BAR / 2);
    context.fill();
  }
}
