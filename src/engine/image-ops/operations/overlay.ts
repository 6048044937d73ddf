import * as z from 'zod/mini';
import { throwIfAborted } from '../../errors.ts';
import { defineOperation, sizeOf } from '../operation.ts';
import { overlayText } from '../text/overlay-text.ts';
import { blockOptions } from '../text/block-options.ts';
import type { TextBlockFinding } from '../text/text-block-finding.ts';

const MAX_BLOCKS = 50;

const manyBlocks = z.strictObject({
  /** Drawn in this order. */
  blocks: z
    .array(blockOptions)
    .check(
      z.minLength(1, { error: () => 'must have at least one text' }),
      z.maxLength(MAX_BLOCKS, { error: () => `must have at most ${MAX_BLOCKS} texts` }),
    ),
});

/** Text on the picture: one block, or several as `blocks`. */
export const overlay = defineOperation({
  name: 'overlay',
  options: z.union([blockOptions, manyBlocks]),
  async apply(picture, options, tools) {
    const blocks = 'blocks' in options ? options.blocks : [options];
    const canvas = await tools.connectCanvas();
    const findings: TextBlockFinding[] = [];
    let { frames } = picture;
    for (const [index, block] of blocks.entries()) {
      throwIfAborted(tools.signal);
      const drawn = await overlayText(frames, sizeOf(picture), block, { ...tools, canvas });
      frames = drawn.frames;
      if (drawn.finding) findings.push(drawn.finding);
      tools.report((index + 1) / blocks.length);
    }
    tools.note({ textBlocks: findings });
    return { ...picture, frames };
  },
});
