import * as z from 'zod/mini';
import { MARK_MODEL } from '../../models/catalog.ts';
import { readMark } from '../marks/invisible/read-mark.ts';
import { defineOperation, firstFrame } from '../operation.ts';

/** Looks for an invisible mark; of an animation, in the first frame. The picture stays as it is. */
export const readMarkOperation = defineOperation({
  name: 'read-mark',
  options: z.strictObject({}),
  models: () => [MARK_MODEL],
  async apply(picture, _, tools) {
    tools.note({ mark: await readMark(firstFrame(picture), tools) });
    return picture;
  },
});
