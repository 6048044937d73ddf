import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { PictureActionProps } from './gallery/use-picture-actions.ts';

/** What a picture needs wherever it is shown. */
export interface PictureParts extends PictureActionProps {
  codec: PictureCodec;
  /** Opens the image screen, where queued work is shown. */
  onOpenImages(): void;
}
