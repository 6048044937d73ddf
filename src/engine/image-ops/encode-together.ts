import { EngineError, throwIfAborted } from '../errors.ts';
import { nextTask } from '../next-task.ts';
import { createTurns } from '../turns.ts';
import {
  encodePicture,
  librariesOf,
  type EncodedPicture,
  type OutputOptions,
} from './encode-picture.ts';
import { firstFrame, sizeOf } from './operation.ts';
import type { Picture } from './picture.ts';
import { openImageScope, type LoadVips, type VipsModule } from './vips.ts';

/** A still picture on its way to another thread: 8-bit sRGB, row by row, with alpha or without. */
export interface RawPicture {
  data: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  bands: number;
  output: OutputOptions;
}

/** Writes pictures on a thread of its own. Throws as `encodePicture` does, and `engine_crashed`. */
export interface PictureEncoder {
  /** Its pixels go over and are gone here. */
  encode(picture: RawPicture, signal: AbortSignal): Promise<EncodedPicture>;
}

export interface PictureEncoders {
  /** Those that can be used at once. The first call starts them, and does not wait. */
  ready(): readonly PictureEncoder[];
}

/** Fewer pixels are written sooner than they are sent. */
const WORTH_SHARING = 2 ** 19;

/**
 * Writes pictures, on several threads where that is worth while: libvips as WebAssembly writes one
 * picture on one thread. Throws as `encodePicture` does, `aborted`.
 */
export async function encodePictures(
  vips: VipsModule,
  pictures: readonly Picture[],
  encoders: PictureEncoders | undefined,
  signal: AbortSignal,
): Promise<EncodedPicture[]> {
  const encoded = new Map<Picture, EncodedPicture>();
  const { own, sent } = sharePictures(pictures, findEncoders(pictures, encoders));
  const elsewhere = Promise.all(
    sent.map(async ({ picture, encoder }) => {
      const made = await encodeElsewhere(picture, encoder, signal);
      if (made) encoded.set(picture, made);
    }),
  );
  // A failure there is told when this thread's own share is done.
  elsewhere.catch(() => undefined);
  const encodeHere = async (share: readonly Picture[]) => {
    for (const picture of share) {
      throwIfAborted(signal);
      encoded.set(picture, await encodePicture(vips, picture, signal));
      await nextTask();
    }
  };
  await encodeHere(own);
  await elsewhere;
  await encodeHere(pictures.filter((picture) => !encoded.has(picture)));
  return pictures.flatMap((picture) => encoded.get(picture) ?? []);
}

function areaOf(picture: Picture): number {
  const { width, height } = sizeOf(picture);
  return width * height;
}

function findEncoders(
  pictures: readonly Picture[],
  encoders: PictureEncoders | undefined,
): readonly PictureEncoder[] {
  const area = pictures.reduce((sum, picture) => sum + areaOf(picture), 0);
  return encoders && pictures.length > 1 && area >= WORTH_SHARING ? encoders.ready() : [];
}

interface Shares {
  own: readonly Picture[];
  sent: readonly { picture: Picture; encoder: PictureEncoder }[];
}

/** The largest first, each to whoever has the least to do so far. Animations stay here. */
function sharePictures(pictures: readonly Picture[], encoders: readonly PictureEncoder[]): Shares {
  const [animations, stills] = [true, false].map((isAnimated) =>
    pictures.filter(({ frames }) => frames.length > 1 === isAnimated),
  ) as [Picture[], Picture[]];
  const own = [...animations];
  const sent: { picture: Picture; encoder: PictureEncoder }[] = [];
  const loads = [undefined, ...encoders].map((encoder) => ({ encoder, area: 0 }));
  for (const picture of stills.toSorted((a, b) => areaOf(b) - areaOf(a))) {
    const least = loads.reduce((best, load) => (load.area < best.area ? load : best));
    least.area += areaOf(picture);
    if (least.encoder) sent.push({ picture, encoder: least.encoder });
    else own.push(picture);
  }
  return { own, sent };
}

/** Nothing if the other thread is gone: then it is written here. */
async function encodeElsewhere(
  picture: Picture,
  encoder: PictureEncoder,
  signal: AbortSignal,
): Promise<EncodedPicture | undefined> {
  const { width, height, bands } = firstFrame(picture);
  const data = new Uint8Array(firstFrame(picture).writeToMemory() as Uint8Array);
  try {
    return await encoder.encode({ data, width, height, bands, output: picture.output }, signal);
  } catch (thrown) {
    const error = EngineError.from(thrown);
    if (error.code === 'engine_crashed' || error.code === 'out_of_memory') return undefined;
    throw error;
  }
}

/** What runs on the other thread; one picture after the other. */
export function createPictureEncoder(loadVips: LoadVips): PictureEncoder {
  const turns = createTurns();
  return {
    async encode({ data, width, height, bands, output }, signal) {
      const release = await turns.take(signal);
      const { keep, free } = openImageScope();
      try {
        const vips = await loadVips(librariesOf(output.format));
        const pixels = keep(
          vips.Image.newFromMemory(data, width, height, bands, vips.BandFormat.uchar),
        );
        const frame = keep(pixels.copy({ interpretation: vips.Interpretation.srgb }));
        const picture: Picture = { frames: [frame], delaysMs: [], loop: 0, output };
        return await encodePicture(vips, picture, signal);
      } finally {
        free();
        release();
      }
    },
  };
}
