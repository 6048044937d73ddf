import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { PictureActionProps } from './gallery/use-picture-actions.ts';

/** What a picture stands on wherever it is shown. */
export interface PictureParts extends PictureActionProps {
  codec: PictureCodec;
  /** Leads to the image screen, where what was asked for is done. */
  onOpenImages(): void;
}
