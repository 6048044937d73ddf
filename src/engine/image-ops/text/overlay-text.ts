import type { PictureSize } from '../../images/picture-size.ts';
import { compositeOver, type Patch } from '../pixels/composite-over.ts';
import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';
import type { BlockOptions } from './block-options.ts';
import type { CanvasPlatform } from './canvas-platform.ts';
import { checkLegibility, type Legibility } from './contrast/check-legibility.ts';
import { paintShade } from './contrast/paint-shade.ts';
import { sampleBackdrop } from './contrast/sample-backdrop.ts';
import type { Wash } from './contrast/text-contrast.ts';
import { drawBlock } from './draw-block.ts';
import { coverTurned } from './layout/place-block.ts';
import { setBlock } from './set-block.ts';
import type { TextBlock } from './text-block.ts';
import type { TextBlockFinding } from './text-block-finding.ts';

interface TextTools {
  vips: VipsModule;
  keep: KeepImage;
  canvas: CanvasPlatform;
}

interface OverlaidFrames {
  frames: readonly VipsImage[];
  /** None for a text without a letter. */
  finding?: TextBlockFinding;
}

/** Draws one text, with a shade where it needs one, on each frame. */
export async function overlayText(
  frames: readonly VipsImage[],
  picture: PictureSize,
  options: BlockOptions,
  { vips, keep, canvas }: TextTools,
): Promise<OverlaidFrames> {
  const block = await setBlock(options, picture, canvas);
  if (!block) return { frames };
  const under = coverTurned(block.box, block.radians, 0, picture);
  const backdrop = under && sampleBackdrop(frames, under, keep);
  const legibility = checkLegibility(block, options, backdrop);
  const patches = [
    legibility.shade && shadeBehind(block, legibility.shade, picture),
    drawBlock(block, options, picture, canvas),
  ].filter((patch) => patch !== undefined);
  const drawn = frames.map((frame) =>
    patches.reduce((below, patch) => compositeOver(vips, below, patch, keep), frame),
  );
  return { frames: drawn, finding: describeBlock(block, legibility) };
}

/** Ems over which a shade fades around the text. */
const SHADE_FADE = 3;

function shadeBehind(block: TextBlock, shade: Wash, picture: PictureSize): Patch | undefined {
  const { box, radians, font } = block;
  const fade = SHADE_FADE * font.size;
  const area = coverTurned(box, radians, fade, picture);
  return area && paintShade(box, radians, fade, shade, area);
}

function describeBlock(
  { box, font, lines, isShortened, missing }: TextBlock,
  { shade, ...contrast }: Legibility,
): TextBlockFinding {
  return {
    left: Math.round(box.left),
    top: Math.round(box.top),
    width: Math.round(box.width),
    height: Math.round(box.height),
    size: font.size,
    lines: lines.length,
    isShortened,
    missing,
    ...contrast,
    shadeOpacity: shade?.opacity ?? 0,
  };
}
