import { checkPictureCount, MAX_PICTURE_SIDE } from '../../../engine/chat/check-request.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import { resizePixels } from '../../../engine/images/resize.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ChatManifest } from '../../../engine/models/manifest.ts';
import { readPicture } from '../../pictures/read-picture.ts';
import type { ApiServices } from '../../services.ts';
import type { WireMessage, WirePicturePart } from './chat-schema.ts';

/** The pixels of a request's pictures, by the part that brought each. */
export type ShownPictures = ReadonlyMap<WirePicturePart, PixelImage>;

interface Viewer {
  manifest: ChatManifest;
  services: Pick<ApiServices, 'decodePicture' | 'fetchPicture'>;
  signal: AbortSignal;
}

/**
 * Reads the pictures that messages show, scaled down to what models look at. Throws `not_supported`
 * if the model reads text alone, `invalid_request` if there are too many, and what reading a picture
 * throws.
 */
export async function openShownPictures(
  messages: readonly WireMessage[],
  { manifest, services, signal }: Viewer,
): Promise<ShownPictures> {
  const shown = new Map<WirePicturePart, PixelImage>();
  for (const [index, { content }] of messages.entries()) {
    if (!Array.isArray(content)) continue;
    for (const [at, part] of content.entries()) {
      if (part.type !== 'image_url') continue;
      const param = `messages.${index}.content.${at}`;
      if (!manifest.capabilities.pictures) refuse(manifest, `${param}.type`);
      checkPictureCount(shown.size + 1);
      const file = await readPicture(part.image_url.url, { param, services, signal });
      shown.set(part, scaleDown(await services.decodePicture(file, signal)));
    }
  }
  return shown;
}

function refuse({ id }: ChatManifest, param: string): never {
  throw new EngineError(
    'not_supported',
    `${id} reads text alone: leave the picture out, describe it, or choose a model whose capabilities have "pictures".`,
    { details: { param } },
  );
}

function scaleDown(picture: PixelImage): PixelImage {
  const scale = MAX_PICTURE_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  return resizePixels(picture, width, height);
}
