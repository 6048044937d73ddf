import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { MODERATION_MODEL } from '../../models/catalog.ts';
import { classify, CONTENT_CLASSES, type ContentProbabilities } from '../networks/classify.ts';
import { defineOperation, mapFrames, sizeOf } from '../operation.ts';
import { between, oneOf } from '../options.ts';
import { mixPixels } from '../pixels/with-alpha.ts';
import type { VipsImage } from '../vips.ts';

/** What the classifier says about a picture, which is a guess and no judgement. */
export interface Verdict {
  /** Whether a class reached its threshold. */
  isFlagged: boolean;
  /** The classes that did. */
  flags: readonly FlaggedClass[];
  probabilities: ContentProbabilities;
}

const FLAGGED_CLASSES = ['porn', 'hentai', 'sexy'] as const;
type FlaggedClass = (typeof FLAGGED_CLASSES)[number];

/** The network's classes overlap: swimwear is often "sexy", so that takes more certainty. */
const THRESHOLDS: Readonly<Record<FlaggedClass, number>> = { porn: 0.6, hentai: 0.6, sexy: 0.85 };

/** Of the longest side, so that nothing can be made out. */
const BLUR = 1 / 20;

const threshold = (name: FlaggedClass) => z._default(between(0, 1), THRESHOLDS[name]);

/**
 * Sorts a picture by a small classifier, of which its authors say that it is right nine times in
 * ten. It knows nudity and nothing else: no violence, no hate, no people. Somebody has to look.
 */
export const moderate = defineOperation({
  name: 'moderate',
  options: z.strictObject({
    /** How likely a class must be, 0 to 1, for the picture to be flagged. */
    thresholds: z._default(
      z.strictObject({
        porn: threshold('porn'),
        hentai: threshold('hentai'),
        sexy: threshold('sexy'),
      }),
      THRESHOLDS,
    ),
    /** What happens to a flagged picture: it is only labelled, made unrecognisable, or refused. */
    action: z._default(oneOf(['label', 'blur', 'block']), 'label'),
  }),
  models: () => [MODERATION_MODEL],
  async apply(picture, { thresholds, action }, tools) {
    const looked = [];
    for (const frame of chooseFrames(picture.frames)) looked.push(await classify(frame, tools));
    const probabilities = worstOf(looked);
    const flags = FLAGGED_CLASSES.filter((name) => probabilities[name] >= thresholds[name]);
    const verdict = { isFlagged: flags.length > 0, flags, probabilities };
    tools.note({ verdict });
    if (!verdict.isFlagged || action === 'label') return picture;
    if (action === 'block')
      throw new EngineError(
        'content_blocked',
        `The classifier takes this picture for ${flags.join(' and ')}, so it is not passed on.`,
        { details: { flags: flags.join(','), ...probabilities } },
      );
    const { width, height } = sizeOf(picture);
    const sigma = Math.max(4, BLUR * Math.max(width, height));
    return mapFrames(picture, (frame) =>
      mixPixels(frame, (mixed) => mixed.gaussblur(sigma), tools.keep),
    );
  },
});

/** The beginning, the middle and the end of an animation. */
function chooseFrames(frames: readonly VipsImage[]): VipsImage[] {
  const last = frames.length - 1;
  const chosen = new Set([0, Math.floor(last / 2), last]);
  return frames.filter((_, index) => chosen.has(index));
}

/** Of several frames, the most that each class reached. */
function worstOf(all: readonly ContentProbabilities[]): ContentProbabilities {
  return Object.fromEntries(
    CONTENT_CLASSES.map((name) => [name, Math.max(...all.map((each) => each[name]))]),
  ) as ContentProbabilities;
}
