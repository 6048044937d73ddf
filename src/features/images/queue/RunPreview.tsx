import { PixelCanvas } from '../../../ui/PixelCanvas.tsx';
import type { ImageRun } from './image-run.ts';

/** The picture as far as it has come, or a frame that waits for it; fills what it stands in. */
export function RunPreview({ run: { progress } }: { run: Exclude<ImageRun, { status: 'idle' }> }) {
  if (!progress?.preview) return <div className="size-full animate-pulse bg-sunken" />;
  return (
    <PixelCanvas
      image={progress.preview}
      label={`Preview after step ${progress.step}`}
      className="size-full object-contain blur-[2px]"
    />
  );
}
