import { BlobImage } from '../../../ui/BlobImage.tsx';
import { PixelCanvas } from '../../../ui/PixelCanvas.tsx';
import type { ImageRun } from './image-run.ts';

/**
 * The picture as far as it has come; before that the one it starts from, or a frame that waits.
 * Fills what it stands in.
 */
export function RunPreview({
  run: { progress, job },
}: {
  run: Exclude<ImageRun, { status: 'idle' }>;
}) {
  if (progress?.preview)
    return (
      <PixelCanvas
        image={progress.preview}
        label={`Preview after step ${progress.step}`}
        className="size-full object-contain blur-[2px]"
      />
    );
  if (job.source)
    return (
      <BlobImage
        blob={job.source.file}
        alt="Start picture"
        className="size-full object-contain opacity-60"
      />
    );
  return <div className="size-full animate-pulse bg-sunken" />;
}
