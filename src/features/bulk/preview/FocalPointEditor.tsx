import type { GivenPoint } from '../../../engine/bulk/focal-points.ts';
import { placeCrop } from '../../../engine/image-ops/focal/place-crop.ts';
import { subjectOfPoint } from '../../../engine/image-ops/focal/find-subject.ts';
import type { PictureSize } from '../../../engine/images/picture-size.ts';
import { PointPicker } from '../../../ui/PointPicker.tsx';

interface FocalPointEditorProps {
  /** The address of the picture. */
  url: string;
  picture: PictureSize;
  /** What is made of it, and shown here as a frame. */
  crop: PictureSize;
  point: GivenPoint;
  /** When the point has been let go, or moved by a key. */
  onChange(point: GivenPoint): void;
}

/** A picture with the point that its crops keep, to be dragged or moved by arrow keys. */
export function FocalPointEditor({ url, picture, crop, point, onChange }: FocalPointEditorProps) {
  const ratio = picture.width / picture.height;
  return (
    <div className="[container-type:size] absolute inset-3 flex items-center justify-center">
      <PointPicker
        url={url}
        alt="Before"
        point={point}
        onChange={onChange}
        style={{ width: `min(100cqw, ${100 * ratio}cqh)`, aspectRatio: String(ratio) }}
      >
        {(shown) => <CropFrame picture={picture} crop={crop} point={shown} />}
      </PointPicker>
    </div>
  );
}

function CropFrame({
  picture,
  crop,
  point,
}: Pick<FocalPointEditorProps, 'picture' | 'crop' | 'point'>) {
  const frame = placeCrop(picture, crop, subjectOfPoint(point));
  return (
    <div
      data-testid="crop"
      className="pointer-events-none absolute border border-white shadow-[0_0_0_999rem_rgb(0_0_0/0.5)]"
      style={{
        left: `${(100 * frame.left) / picture.width}%`,
        top: `${(100 * frame.top) / picture.height}%`,
        width: `${(100 * frame.width) / picture.width}%`,
        height: `${(100 * frame.height) / picture.height}%`,
      }}
    />
  );
}
