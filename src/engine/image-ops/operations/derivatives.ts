import * as z from 'zod/mini';
import { librariesOf, OUTPUT_FORMATS } from '../encode-picture.ts';
import {
  DEFAULT_FAMILIES,
  FAMILIES,
  FAMILY_NAMES,
  type DerivativeSize,
} from '../derivatives/families.ts';
import { cropToSubject } from '../focal/crop-to-subject.ts';
import { findSubject, subjectOfPoint, SUBJECT_MODELS } from '../focal/find-subject.ts';
import {
  defineOperation,
  firstFrame,
  mapFrames,
  sizeOf,
  type OperationTools,
} from '../operation.ts';
import { fileName, focalPoint, oneOf, oneOrMoreOf, quality, side } from '../options.ts';
import type { Picture } from '../picture.ts';
import { resizeTo } from '../pixels/resize-to.ts';

const options = z.strictObject({
  /** One family, or several. Default: those of one picture each, unless `sizes` are given. */
  family: z.optional(oneOrMoreOf(FAMILY_NAMES)),
  /** Sizes of one's own, in pixels; without a height the picture keeps its shape. */
  sizes: z.optional(
    z.array(
      z.strictObject({
        name: z.optional(fileName()),
        width: side(),
        height: z.optional(side()),
        format: z.optional(oneOf(OUTPUT_FORMATS)),
      }),
    ),
  ),
  /** One format, or several: each picture is written in each of them. */
  format: z._default(oneOrMoreOf(OUTPUT_FORMATS), 'webp'),
  quality: z.optional(quality()),
  /** Default: it is found. */
  focalPoint: z.optional(focalPoint()),
});

type Options = z.output<typeof options>;

/** Every size that a page needs, out of one picture. */
export const derivatives = defineOperation({
  name: 'derivatives',
  options,
  libraries: (options) =>
    [
      ...[options.format].flat(),
      ...listSizes(options).flatMap(({ format }) => format ?? []),
    ].flatMap(librariesOf),
  models: (options) => (needsSubject(options) ? SUBJECT_MODELS : []),
  async apply(picture, options, tools) {
    const sizes = listSizes(options);
    const subject = options.focalPoint
      ? subjectOfPoint(options.focalPoint)
      : needsSubject(options) && (await findSubject(firstFrame(picture), tools));
    if (subject) tools.note({ focalPoint: subject.focalPoint });
    return distinct(sizes, sizeOf(picture).width).flatMap((size) => {
      const { name, width, height } = size;
      const made =
        height === undefined || !subject
          ? narrow(picture, width, tools)
          : cropToSubject(picture, { width, height }, subject, tools);
      return [size.format ?? options.format].flat().map((format) => ({
        ...made,
        name,
        output: { format, quality: options.quality },
      }));
    });
  },
});

function listSizes({ family, sizes }: Options): DerivativeSize[] {
  const families = family ?? (sizes ? [] : DEFAULT_FAMILIES);
  return [...[families].flat().flatMap((name) => FAMILIES[name]), ...(sizes ?? [])];
}

/** Whether anything is cropped around a point that nobody has given. */
function needsSubject(options: Options): boolean {
  return !options.focalPoint && listSizes(options).some(({ height }) => height !== undefined);
}

/** Each with its name, no picture that keeps its shape enlarged, and none of them twice. */
function distinct(
  sizes: readonly DerivativeSize[],
  available: number,
): (DerivativeSize & { name: string })[] {
  const named = sizes.map((size) => {
    const width = size.height === undefined ? Math.min(size.width, available) : size.width;
    return { ...size, width, name: size.name ?? `${width}w` };
  });
  return named.filter(
    ({ name }, index) => named.findIndex((other) => other.name === name) === index,
  );
}

function narrow(picture: Picture, width: number, { keep }: OperationTools): Picture {
  const size = sizeOf(picture);
  const height = Math.max(1, Math.round((size.height * width) / size.width));
  return mapFrames(picture, (frame) => resizeTo(frame, { width, height }, 'lanczos3', keep));
}
