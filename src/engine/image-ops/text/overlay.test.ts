import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../images/png.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import type { Findings } from '../findings.ts';
import { engine, makePicture, openVips, processOne } from '../test-pictures.fixture.ts';
import { POSITIONS } from '../pixels/positions.ts';
import { OVERLAY_CASES, paintBackdrop } from './overlay-cases.fixture.ts';
import type { TextBlockFinding } from './text-block-finding.ts';

function paintPlain(colour: readonly number[], width = 400, height = 200): PixelImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < data.length; at += 4) data.set(colour, at);
  return { width, height, data };
}
const BLACK = [0, 0, 0, 255];
const dark = await encodePng(paintPlain(BLACK));

const overlay = (options: object) => [{ op: 'overlay', options }];

/** Draws on a picture and tells what was found out. */
async function draw(options: object, picture: Uint8Array<ArrayBuffer> = dark) {
  const request = { file: new Blob([picture]), operations: overlay(options) };
  for await (const event of engine.process(request, new AbortController().signal))
    if (event.type === 'finish' && event.files[0])
      return { file: event.files[0].file, blocks: readBlocks(event.findings) };
  throw new Error('Nothing came out.');
}
const readBlocks = ({ textBlocks = [] }: Findings): readonly TextBlockFinding[] => textBlocks;

interface Pixels {
  width: number;
  height: number;
  bands: number;
  data: Uint8Array;
}

async function readPixels(file: Blob | Uint8Array<ArrayBuffer>): Promise<Pixels> {
  const vips = await openVips();
  const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
  const image = vips.Image.newFromBuffer(bytes, '');
  const { width, height, bands } = image;
  return { width, height, bands, data: new Uint8Array(image.writeToMemory()) };
}

/** The smallest rectangle with all pixels whose band is at least this. */
function findInk({ width, height, bands, data }: Pixels, band = 0, least = 60) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((data[bands * (y * width + x) + band] ?? 0) >= least) {
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x + 1);
        bottom = Math.max(bottom, y + 1);
      }
  return { left, top, right, bottom };
}

const inkOf = async (options: object) => findInk(await readPixels((await draw(options)).file));

it.each(Object.entries(OVERLAY_CASES))('draws %s as it was recorded', async (name, options) => {
  const { file } = await processOne(await paintBackdrop(), overlay(options));
  const ours = await readPixels(file);
  const golden = `src/engine/image-ops/goldens/overlay/${name}.png`;
  const theirs = await readPixels(new Uint8Array(readFileSync(golden)));
  const sum = ours.data.reduce(
    (all, value, at) => all + Math.abs(value - (theirs.data[at] ?? 0)),
    0,
  );
  expect(ours.data.length).toBe(theirs.data.length);
  expect(sum / ours.data.length).toBeLessThan(0.2);
});

describe('a block', () => {
  it.each(POSITIONS)('at %s stands within the margins there', async (position) => {
    const ink = await inkOf({ text: 'Hxd', size: 40, position, margin: 20 });
    const [across, down] = [ink.left + ink.right, ink.top + ink.bottom];
    const near = (at: number) => expect.closeTo(at, -1.2) as number;
    const column = position.includes('left') ? 'left' : position.includes('right') ? 'right' : '';
    if (column === 'left') expect(ink.left).toEqual(near(22));
    else if (column === 'right') expect(ink.right).toEqual(near(378));
    else expect(across / 2).toEqual(near(200));
    if (position.startsWith('top')) expect(ink.top).toEqual(near(30));
    else if (position.startsWith('bottom')) expect(ink.bottom).toEqual(near(170));
    else expect(down / 2).toEqual(near(100));
  });

  it('begins at x and y', async () => {
    const { blocks } = await draw({ text: 'Hello', size: 20, x: 33, y: 44 });
    expect(blocks[0]).toMatchObject({ left: 33, top: 44, height: 24 });
  });

  it('is broken to lines that are not wider than its box', async () => {
    const text = 'Many words, whose widths are measured by the very font they are set in.';
    for (const width of [90, 140, 260]) {
      const ink = await inkOf({ text, size: 17, x: 10, y: 0, width, margin: 0 });
      expect(ink.right - ink.left).toBeLessThanOrEqual(width + 1);
    }
  });

  it('is as large as it fits, whatever the picture', async () => {
    const { blocks } = await draw({ text: 'Fit', size: 'fit', margin: 10 });
    expect(blocks[0]?.size).toBe(150);
    const ink = await inkOf({ text: 'Fitted', size: 'fit', width: 100, position: 'center' });
    expect(ink.right - ink.left).toBeGreaterThan(85);
    expect(ink.right - ink.left).toBeLessThanOrEqual(101);
  });

  it('is set smaller where it would not fit, and not below a size that can be read', async () => {
    const [short] = (await draw({ text: 'Hello' })).blocks;
    expect(short).toMatchObject({ size: 16, lines: 1, isShortened: false });
    const [long] = (await draw({ text: 'word '.repeat(900) })).blocks;
    expect(long).toMatchObject({ size: 8, isShortened: true });
  });

  it('turns around its middle', async () => {
    const upright = await inkOf({ text: 'HHHHHH', size: 20, position: 'center' });
    const turned = await inkOf({ text: 'HHHHHH', size: 20, position: 'center', rotation: 90 });
    expect(turned.bottom - turned.top).toBeCloseTo(upright.right - upright.left, -1);
    expect((turned.top + turned.bottom) / 2).toBeCloseTo(100, -1);
    const { blocks } = await draw({
      text: 'HH',
      size: 20,
      position: 'left',
      rotation: -90,
      margin: 7,
    });
    expect(blocks[0]).toMatchObject({ left: 7, width: 24 });
  });

  it('keeps its marks at their letters where others are spaced', async () => {
    const widthOf = async (text: string, letterSpacing: number) =>
      (await draw({ text, size: 20, letterSpacing })).blocks[0]?.width;
    expect(await widthOf('שלום', 0.5)).toBeGreaterThan((await widthOf('שלום', 0)) ?? NaN);
    expect(await widthOf('שָׁלוֹם', 0.5)).toBe(await widthOf('שָׁלוֹם', 0));
  });

  it('has its box, in its colour, around it', async () => {
    const background = { color: '#ff0000', padding: 10, radius: 0 };
    const options = { text: 'H', size: 20, x: 50, y: 60, width: 80, color: '#000', background };
    const { left, top, right, bottom } = await inkOf(options);
    expect([left, top, right, bottom]).toEqual([50, 60, 130, 104]);
  });
});

it('draws on every frame of an animation', async () => {
  const animation = await makePicture(
    (image, vips) => {
      const frames = [0, 30, 60].map((shift) => image.linear(1, shift).cast('uchar'));
      const strip = vips.Image.arrayjoin(frames, { across: 1 }).copy();
      strip.setInt('page-height', 100);
      strip.setArrayInt('delay', [100, 100, 100]);
      return strip.gifsaveBuffer();
    },
    paintPlain(BLACK, 200, 100),
  );
  const { file } = await processOne(animation, overlay({ text: 'HH', size: 40, shade: 'none' }), {
    frames: 'all',
  });
  const vips = await openVips();
  const strip = vips.Image.newFromBuffer(new Uint8Array(await file.arrayBuffer()), 'n=-1');
  expect(strip.height).toBe(300);
  for (const top of [0, 100, 200]) expect(strip.extractArea(0, top, 200, 100).max()).toBe(255);
});

it('leaves a transparent picture transparent around the text', async () => {
  const glass = await encodePng(paintPlain([0, 0, 0, 0]));
  const { file, blocks } = await draw({ text: 'H', size: 100, position: 'center' }, glass);
  const pixels = await readPixels(file);
  expect(pixels.bands).toBe(4);
  const { left, right } = findInk(pixels, 3, 1);
  expect(right - left).toBeLessThan(100);
  expect(findInk(pixels, 3, 255).right).toBeGreaterThan(200);
  expect(blocks[0]).toMatchObject({ needsShade: false, shadeOpacity: 0 });
  expect(blocks[0]?.contrast).toBeUndefined();
});

it('does not give an alpha channel to a picture without one', async () => {
  const opaque = await makePicture((image) => image.pngsaveBuffer(), paintPlain(BLACK, 60, 40));
  expect((await readPixels((await draw({ text: 'a' }, opaque)).file)).bands).toBe(3);
});

describe('contrast', () => {
  const paint = (grey: number) => encodePng(paintPlain([grey, grey, grey, 255]));

  it('is measured, and a shade laid behind text that needs it', async () => {
    const bright = await paint(230);
    const { file, blocks } = await draw({ text: 'Hello', size: 30, position: 'center' }, bright);
    expect(blocks[0]).toMatchObject({ wantedContrast: 3, needsShade: true });
    expect(blocks[0]?.contrast).toBeCloseTo(1.25, 1);
    expect(blocks[0]?.shadeOpacity).toBeGreaterThan(0.3);
    const { data, bands, width } = await readPixels(file);
    const at = (x: number, y: number) => data[bands * (y * width + x)] ?? 0;
    // Beside the text, and in the picture's corner.
    expect(at(160, 88)).toBeLessThan(150);
    expect(at(1, 1)).toBe(230);
  });

  it('asks more of small text', async () => {
    const middle = await paint(125);
    const [small] = (await draw({ text: 'Hello', size: 20 }, middle)).blocks;
    const [large] = (await draw({ text: 'Hello', size: 30 }, middle)).blocks;
    expect(small).toMatchObject({ wantedContrast: 4.5, needsShade: true });
    expect(large).toMatchObject({ wantedContrast: 3, needsShade: false, shadeOpacity: 0 });
  });

  it.each([
    ['an outline', { outline: {} }, false],
    ['a box', { background: { color: '#000' } }, false],
    ['a shade that was refused', { shade: 'none' }, true],
  ])('draws no shade with %s', async (_, options, needsShade) => {
    const { blocks } = await draw({ text: 'Hello', size: 30, ...options }, await paint(230));
    expect(blocks[0]).toMatchObject({ needsShade, shadeOpacity: 0 });
  });
});

describe('any text can be drawn', () => {
  it.each([
    ['nothing', '', 0],
    ['spaces and new lines', ' \n\t ', 0],
    ['only emoji', '🎉❤️👍🏽', 1],
    ['a family', '👨‍👩‍👧‍👦', 1],
    ['marks on marks', `a${'\u0301\u0302\u0323'.repeat(200)}`, 1],
    ['half a surrogate', 'a\ud83db\udc00', 1],
    ['controls', 'a\u0000\u0007\u202e\u2066b', 1],
    ['Arabic and English', 'مرحبا hello بالعالم world', 1],
    ['a script without a font', 'ไทย', 1],
    ['10,000 characters without a space', 'x'.repeat(10_000), 1],
    ['10,000 lines', 'x\n'.repeat(5000), 1],
    ['10,000 ideographs', '漢字仮名'.repeat(2500), 1],
  ])('%s', async (_, text, count) => {
    const { blocks } = await draw({ text });
    expect(blocks).toHaveLength(count);
  });

  it('even as large as a picture that is one pixel wide allows', async () => {
    const dot = await encodePng(paintPlain(BLACK, 1, 1));
    await expect(draw({ text: 'Hello' }, dot)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('does not fit at 8 pixels an em') as string,
    });
  });

  it('tells which characters no font has', async () => {
    const [block] = (await draw({ text: 'hello ไทย' })).blocks;
    expect(block?.missing).toBe('ไทย');
  });
});

describe('wrong options', () => {
  it.each<[object, string]>([
    [{}, '"text" must be a text'],
    [{ text: 3 }, '"text" must be a text'],
    [{ text: 'x'.repeat(10_001) }, '"text" must have at most 10000 characters'],
    [{ text: 'a', size: 'huge' }, '"size" must be a number from 4 to 4000, or "fit"'],
    [{ text: 'a', size: 2 }, '"size" must be a number from 4 to 4000, or "fit"'],
    [{ text: 'a', weight: 1000 }, '"weight" must be a whole number from 100 to 900'],
    [{ text: 'a', color: 'red' }, '"color" must be a colour such as #ff8800, or transparent'],
    [{ text: 'a', colour: '#fff' }, 'there is no option "colour"'],
    [{ text: 'a', position: 'middle' }, '"position" must be one of top-left, top,'],
    [{ text: 'a', x: 3 }, 'give both "x" and "y", or neither'],
    [{ text: 'a', x: 3, y: 3, position: 'top' }, 'give either "position" or "x" and "y"'],
    [{ text: 'a', outline: { width: -1 } }, '"outline.width" must be a number from 0 to 500'],
    [{ text: 'a', language: 'klingon?' }, '"language" must be a language such as en or zh-Hant'],
    [{ blocks: [] }, '"blocks" must have at least one text'],
    [{ blocks: [{ text: 'a', opacity: 2 }] }, '"blocks.0.opacity" must be a number from 0 to 1'],
    [{ blocks: [{ text: 'a' }], color: '#fff' }, 'there is no option "color"'],
    [{ text: 'a', margin: 150 }, '"margin", "x" and "y" leave no room'],
    [
      { text: 'word '.repeat(99), size: 40, overflow: 'error' },
      'the text does not fit at 40 pixels',
    ],
    [{ text: 'a', size: 300 }, 'the text does not fit at 300 pixels'],
  ])('%j are refused', async (options, message) => {
    await expect(draw(options)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`overlay: ${message}`) as string,
    });
  });
});
