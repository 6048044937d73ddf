import * as z from 'zod/mini';
import { MARK_MODEL } from '../../models/catalog.ts';
import { readMark } from '../marks/invisible/read-mark.ts';
import { defineOperation } from '../operation.ts';

/** Looks for an invisible mark; of an animation, in the first frame. The picture stays as it is. */
export const readMarkOperation = defineOperation({
  name: 'read-mark',
  options: z.strictObject({}),
  models: () => [MARK_MODEL],
  async apply(picture, _, tools) {
    const [frame] = picture.frames;
    if (frame) tools.note({ mark: await readMark(frame, tools) });
    return picture;
  },
});
