import type { PictureSize } from '../../images/picture-size.ts';
import { compositeOver, imageOfPixels, type Layer } from '../pixels/composite-over.ts';
import { resizeTo } from '../pixels/resize-to.ts';
import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';
import type { BlockOptions } from './block-options.ts';
import type { CanvasPlatform } from './canvas-platform.ts';
import { checkLegibility, type Legibility } from './contrast/check-legibility.ts';
import { paintShade } from './contrast/paint-shade.ts';
import { sampleBackdrop } from './contrast/sample-backdrop.ts';
import type { Wash } from './contrast/text-contrast.ts';
import { drawBlock } from './draw-block.ts';
import { coverTurned, turnSize } from './layout/place-block.ts';
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
  tools: TextTools,
): Promise<OverlaidFrames> {
  const { vips, keep, canvas } = tools;
  const block = await setBlock(options, picture, canvas);
  if (!block) return { frames };
  const under = coverTurned(block.box, block.radians, 0, picture);
  const backdrop = under && sampleBackdrop(frames, under, keep);
  const legibility = checkLegibility(block, options, backdrop);
  const layers = [
    legibility.shade && shadeBehind(block, legibility.shade, picture, tools),
    drawText(block, options, picture, tools),
  ].filter((layer) => layer !== undefined);
  const drawn = frames.map((frame) =>
    layers.reduce((below, layer) => compositeOver(vips, below, layer, keep), frame),
  );
  return { frames: drawn, finding: describeBlock(block, legibility) };
}

function drawText(
  block: TextBlock,
  options: BlockOptions,
  picture: PictureSize,
  { vips, keep, canvas }: TextTools,
): Layer | undefined {
  const drawn = drawBlock(block, options, picture, canvas);
  return drawn && { ...drawn, image: imageOfPixels(vips, drawn, keep) };
}

/** Ems over which a shade fades around the text. */
const SHADE_FADE = 3;

function shadeBehind(
  { box, radians, font }: TextBlock,
  shade: Wash,
  picture: PictureSize,
  { vips, keep }: TextTools,
): Layer | undefined {
  const fade = SHADE_FADE * font.size;
  const area = coverTurned(box, radians, fade, picture);
  if (!area) return undefined;
  const points = imageOfPixels(vips, paintShade(box, radians, fade, shade, area), keep);
  return { ...area, image: resizeTo(points, area, 'linear', keep) };
}

function describeBlock(
  { box, radians, font, lines, isShortened, missing }: TextBlock,
  { shade, ...contrast }: Legibility,
): TextBlockFinding {
  const { width, height } = turnSize(box, radians);
  return {
    left: Math.round(box.left + (box.width - width) / 2),
    top: Math.round(box.top + (box.height - height) / 2),
    width: Math.round(width),
    height: Math.round(height),
    size: font.size,
    lines: lines.length,
    isShortened,
    missing,
    ...contrast,
    shadeOpacity: shade?.opacity ?? 0,
  };
}
