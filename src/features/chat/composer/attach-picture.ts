import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import { MAX_PICTURE_SIDE } from '../../../engine/chat/check-request.ts';
import { toDataUrl } from '../../../engine/images/data-url.ts';
import type { ShownPicture } from '../../../storage/conversations.ts';

/**
 * A picture file as a question shows it: no larger than what models look at, without whatever else
 * the file tells. Throws `invalid_request` for a broken or a huge one.
 */
export async function attachPicture(
  file: Blob,
  name: string,
  { makeThumbnail }: Pick<PictureCodec, 'makeThumbnail'>,
): Promise<ShownPicture> {
  return { name, url: await toDataUrl(await makeThumbnail(file, MAX_PICTURE_SIDE)) };
}
