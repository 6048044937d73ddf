import type { PictureSize } from '../../images/picture-size.ts';
import { mapFrames, sizeOf, type OperationTools } from '../operation.ts';
import type { Picture } from '../picture.ts';
import { resizeTo } from '../pixels/resize-to.ts';
import type { Subject } from './find-subject.ts';
import { placeCrop } from './place-crop.ts';

/** The picture at exactly this size: the largest part of it that has the shape, made to fit. */
export function cropToSubject(
  picture: Picture,
  size: PictureSize,
  subject: Subject,
  { keep }: Pick<OperationTools, 'keep'>,
): Picture {
  const crop = placeCrop(sizeOf(picture), size, subject);
  const cropped = mapFrames(picture, (frame) => {
    const part = keep(frame.extractArea(crop.left, crop.top, crop.width, crop.height));
    return resizeTo(part, size, 'lanczos3', keep);
  });
  return { ...cropped, crop };
}
