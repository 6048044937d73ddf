import { EngineError } from '../../../errors.ts';
import { readBytes } from '../../../files/file-budget.ts';
import { DEFAULT_LIMITS, inspectPicture } from '../../inspect/inspect-picture.ts';
import type { PictureKind } from '../../inspect/picture-kind.ts';
import { openPicture } from '../../open-picture.ts';
import { firstFrame } from '../../operation.ts';
import type { KeepImage, VipsImage, VipsModule } from '../../vips.ts';

/** A logo needs no more, and it lies in memory beside the picture. */
const MARK_LIMITS = { ...DEFAULT_LIMITS, maxBytes: 16e6, maxPixels: 2 ** 24 };

/** Libvips would have to be started again for these. */
const REFUSED_KINDS: ReadonlySet<PictureKind> = new Set<PictureKind>(['avif', 'jxl']);

const DATA_URL = /^data:image\/[\w.+-]+;base64,([A-Za-z\d+/]+={0,2})$/;

export const isPictureDataUrl = (text: string): boolean => DATA_URL.test(text);

/**
 * Opens the picture of a mark like any other: checked by its header, upright, in sRGB; of an
 * animation the first frame. Throws as `inspectPicture` and `openPicture` do.
 */
export async function openMark(
  vips: VipsModule,
  source: Blob | string,
  keep: KeepImage,
): Promise<VipsImage> {
  const bytes = typeof source === 'string' ? readDataUrl(source) : await readBytes(source);
  const facts = inspectPicture(bytes, MARK_LIMITS);
  if (REFUSED_KINDS.has(facts.kind))
    throw new EngineError(
      'not_supported',
      `watermark: the mark cannot be ${facts.kind.toUpperCase()}. Save it as PNG or WebP first.`,
    );
  return firstFrame(openPicture(vips, bytes, facts, 'first', keep));
}

function readDataUrl(url: string): Uint8Array<ArrayBuffer> {
  const base64 = DATA_URL.exec(url)?.[1] ?? '';
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch (cause) {
    throw new EngineError(
      'invalid_request',
      'watermark: "image" is a data URL, but its base64 is damaged.',
      { cause },
    );
  }
}
