import type { MadeBase } from '../../../storage/studio/studio-project.ts';
import { Button } from '../../../ui/Button.tsx';
import { PixelCanvas } from '../../../ui/PixelCanvas.tsx';
import { PointPicker } from '../../../ui/PointPicker.tsx';
import { useBlobUrl } from '../../../ui/use-blob-url.ts';
import type { SetPlan } from '../set/plan-set.ts';
import { titleOfSize } from '../draft/known-sizes.ts';
import type { RunWork } from '../store/studio-state.ts';
import { cropOf, pointOf, type DraggedPoint } from './live-crop.ts';

interface DrawnPicturesProps {
  files: ReadonlyMap<string, Blob>;
  plan: SetPlan | undefined;
  work: RunWork | undefined;
  onDrag(point: DraggedPoint | undefined): void;
  onPoint(baseId: string, point: { x: number; y: number } | null): void;
}

/** The pictures that were drawn, each with the point that its crops keep. */
export function DrawnPictures(props: DrawnPicturesProps) {
  const { plan, work } = props;
  const bases = (plan?.draws ?? []).flatMap(({ bases: all }) =>
    all.filter((base) => base !== undefined),
  );
  const preview = work?.stage === 'diffuse' ? work.preview : null;
  if (bases.length === 0 && !preview) return null;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-xs text-soft">
        {bases.length > 0 ? 'Drag the point to what matters: every crop follows.' : 'Drawing'}
      </h3>
      <ul aria-label="Drawn pictures" className="flex flex-wrap gap-4">
        {bases.map((base) => (
          <DrawnPicture key={base.id} base={base} {...props} />
        ))}
        {preview && (
          <li>
            <PixelCanvas
              image={preview}
              label="Preview of the picture"
              className="h-38 w-auto max-w-full bg-surface opacity-80 shadow-float"
            />
          </li>
        )}
      </ul>
    </div>
  );
}

const METHODS: Readonly<Record<string, string>> = {
  face: 'on a face',
  saliency: 'on what stands out',
  centre: 'in the middle',
};

type DrawnPictureProps = DrawnPicturesProps & { base: MadeBase };

function DrawnPicture({ base, files, plan, onDrag, onPoint }: DrawnPictureProps) {
  const url = useBlobUrl(base.id, () => Promise.resolve(files.get(base.id)));
  const { id, width, height, found, given, flags = [] } = base;
  const aspectRatio = `${width} / ${height}`;
  return (
    <li className="flex max-w-full flex-col gap-1.5">
      {url ? (
        <PointPicker
          url={url}
          alt={base.parameters.prompt}
          point={pointOf(base, undefined)}
          onDrag={(point) => onDrag(point && { baseId: id, ...point })}
          onChange={(point) => onPoint(id, point)}
          className="h-38 max-w-full self-start shadow-float"
          style={{ aspectRatio }}
        >
          {(shown) => <Crops base={base} plan={plan} point={{ baseId: id, ...shown }} />}
        </PointPicker>
      ) : (
        <div className="h-38 self-start bg-surface" style={{ aspectRatio }} />
      )}
      <div className="flex flex-wrap items-center gap-x-2 text-xs text-faint">
        <span>
          {width} × {height} · point{' '}
          {given ? 'set by you' : (METHODS[found?.method ?? ''] ?? 'in the middle')}
        </span>
        {given && (
          <Button size="small" kind="quiet" onClick={() => onPoint(id, null)}>
            Find it again
          </Button>
        )}
      </div>
      {flags.length > 0 && (
        <p className="text-xs text-danger">The content check flags it: {flags.join(', ')}.</p>
      )}
    </li>
  );
}

interface CropsProps {
  base: MadeBase;
  plan: SetPlan | undefined;
  point: DraggedPoint;
}

/** The outlines of what each size shows. */
function Crops({ base, plan, point }: CropsProps) {
  const draw = plan?.draws.find(({ bases }) => bases.some((each) => each?.id === base.id));
  const index = draw?.bases.findIndex((each) => each?.id === base.id);
  const own = draw?.plan.sizes.filter((planned) => planned.base === index) ?? [];
  return own.map(({ size }) => {
    const crop = cropOf(size, base, undefined, point);
    return (
      <div
        key={size.name}
        title={titleOfSize(size.name)}
        className="pointer-events-none absolute border border-white/60 mix-blend-difference"
        style={{
          left: `${(100 * crop.left) / base.width}%`,
          top: `${(100 * crop.top) / base.height}%`,
          width: `${(100 * crop.width) / base.width}%`,
          height: `${(100 * crop.height) / base.height}%`,
        }}
      />
    );
  });
}
