import { EngineError } from '../../../errors.ts';
import { readBytes } from '../../../files/file-budget.ts';
import { blobOfDataUrl } from '../../../images/data-url.ts';
import {
  DEFAULT_LIMITS,
  inspectPicture,
  type InspectedPicture,
} from '../../inspect/inspect-picture.ts';
import type { PictureKind } from '../../inspect/picture-kind.ts';
import { openPicture } from '../../open-picture.ts';
import { firstFrame } from '../../operation.ts';
import type { KeepImage, VipsImage, VipsModule } from '../../vips.ts';

/** A logo needs no more, and it lies in memory beside the picture. */
const MARK_LIMITS = { ...DEFAULT_LIMITS, maxBytes: 16e6, maxPixels: 2 ** 24 };

/** Libvips would have to be started again for these. */
const REFUSED_KINDS: ReadonlySet<PictureKind> = new Set<PictureKind>(['avif', 'jxl']);

/**
 * Reads the header of what is to be a mark. Throws `not_supported`, `invalid_request`,
 * `limit_exceeded`.
 */
export function inspectMark(bytes: Uint8Array<ArrayBuffer>): InspectedPicture {
  const facts = inspectPicture(bytes, MARK_LIMITS);
  if (REFUSED_KINDS.has(facts.kind))
    throw new EngineError(
      'not_supported',
      `watermark: the mark cannot be ${facts.kind.toUpperCase()}. Save it as PNG or WebP first.`,
    );
  return facts;
}

/**
 * Opens the picture of a mark like any other: checked by its header, upright, in sRGB; of an
 * animation the first frame. Throws as `inspectPicture` and `openPicture` do.
 */
export async function openMark(
  vips: VipsModule,
  source: Blob | string,
  keep: KeepImage,
): Promise<VipsImage> {
  const bytes = await readBytes(typeof source === 'string' ? blobOfDataUrl(source) : source);
  return firstFrame(openPicture(vips, bytes, inspectMark(bytes), 'first', keep));
}
