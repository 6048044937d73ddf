import * as z from 'zod/mini';
import { cropToSubject } from '../focal/crop-to-subject.ts';
import { findSubject, subjectOfPoint, SUBJECT_MODELS } from '../focal/find-subject.ts';
import { defineOperation, firstFrame } from '../operation.ts';
import { focalPoint, side } from '../options.ts';

/** A size of another shape, cropped so that faces, or else what stands out, stay in the picture. */
export const clipFocal = defineOperation({
  name: 'clip-focal',
  options: z.strictObject({
    /** Pixels. */
    width: side(),
    height: side(),
    /** Default: it is found. */
    focalPoint: z.optional(focalPoint()),
  }),
  models: ({ focalPoint }) => (focalPoint ? [] : SUBJECT_MODELS),
  async apply(picture, { width, height, focalPoint }, tools) {
    const subject = focalPoint
      ? subjectOfPoint(focalPoint)
      : await findSubject(firstFrame(picture), tools);
    tools.note({ focalPoint: subject.focalPoint });
    return cropToSubject(picture, { width, height }, subject, tools);
  },
});
