import type { PictureSize } from '../../../engine/images/picture-size.ts';
import type { WantedSize } from '../../../engine/studio/batch/plan-bases.ts';
import type { MadeBase, MadeImage } from '../../../storage/studio/studio-project.ts';
import { BlobImage } from '../../../ui/BlobImage.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { PixelCanvas } from '../../../ui/PixelCanvas.tsx';
import { useBlobUrl } from '../../../ui/use-blob-url.ts';
import type { SetPlan } from '../set/plan-set.ts';
import { titleOfSize } from '../draft/known-sizes.ts';
import type { RunWork } from '../store/studio-state.ts';
import { cropOf, type DraggedPoint } from './live-crop.ts';

interface FrameProps {
  size: WantedSize;
  /** The longest sides of all sizes. */
  largest: PictureSize;
  image: MadeImage | undefined;
  /** The picture that it is cut from, if that is there. */
  base: MadeBase | undefined;
  files: ReadonlyMap<string, Blob>;
  plan: SetPlan | undefined;
  work: RunWork | undefined;
  dragged: DraggedPoint | undefined;
  onOpen(): void;
}

/** One size on the wall. */
export function Frame(props: FrameProps) {
  const { size, largest, image, plan, work, onOpen } = props;
  const { name, width, height } = size;
  const isBusy = work?.names.includes(name) ?? false;
  const isStale = plan?.stale.includes(name) ?? false;
  const title = titleOfSize(name);
  return (
    <li className="flex max-w-full min-w-20 flex-col gap-1.5">
      <button
        type="button"
        onClick={onOpen}
        disabled={!image}
        aria-busy={isBusy}
        aria-label={image ? `Open ${title}` : `${title}, not made yet`}
        className={joinClasses(
          'relative block min-h-0! max-w-full overflow-hidden bg-surface transition-shadow duration-150',
          image ? 'shadow-float' : 'border border-dashed border-line-strong',
        )}
        style={{
          width: `min(${(100 * width) / largest.width}cqw, calc(var(--wall) * ${width / largest.height}))`,
          aspectRatio: `${width} / ${height}`,
        }}
      >
        <FrameContent {...props} isStale={isStale} isBusy={isBusy} />
      </button>
      <p className="max-w-full text-xs leading-tight">
        <span className="font-medium">{title}</span>
        <span className="block text-faint">
          {width} × {height}
        </span>
        {isStale && image && <span className="block text-accent">To be updated</span>}
        {image?.notes.map((note) => (
          <span key={note} className="block text-danger">
            {note}
          </span>
        ))}
      </p>
    </li>
  );
}

interface ContentProps extends FrameProps {
  isStale: boolean;
  isBusy: boolean;
}

/** What can be seen of it now. */
function FrameContent(props: ContentProps) {
  const { size, image, base, files, work, dragged, isStale, isBusy } = props;
  if (isBusy && work?.preview)
    return (
      <PixelCanvas
        image={work.preview}
        label={`Preview of ${titleOfSize(size.name)}`}
        className="absolute inset-0 size-full object-cover opacity-70"
      />
    );
  const isMoving = base !== undefined && dragged?.baseId === base.id;
  const isCutAnew = isMoving || (isStale && base?.given !== undefined) || !image;
  if (base && isCutAnew) return <LiveCrop {...props} base={base} />;
  const file = image && files.get(image.id);
  if (file)
    return (
      <BlobImage
        blob={file}
        alt={image.parameters.prompt}
        className={joinClasses('absolute inset-0 size-full', isBusy && 'opacity-60')}
      />
    );
  return null;
}

type LiveCropProps = Pick<FrameProps, 'size' | 'image' | 'files' | 'dragged'> & { base: MadeBase };

/** The part of the base that it would show: without text and mark, and at once. */
function LiveCrop({ size, image, base, files, dragged }: LiveCropProps) {
  const url = useBlobUrl(base.id, () => Promise.resolve(files.get(base.id)));
  const crop = cropOf(size, base, image, dragged);
  if (!url) return null;
  return (
    <img
      src={url}
      alt={base.parameters.prompt}
      className="absolute max-w-none"
      style={{
        width: `${(100 * base.width) / crop.width}%`,
        height: `${(100 * base.height) / crop.height}%`,
        left: `${(-100 * crop.left) / crop.width}%`,
        top: `${(-100 * crop.top) / crop.height}%`,
      }}
    />
  );
}
