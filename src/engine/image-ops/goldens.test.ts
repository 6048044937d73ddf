import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decode, openVips, processOne } from './test-pictures.fixture.ts';

const FOLDER = 'src/engine/image-ops/goldens';
const read = (name: string) => new Uint8Array(readFileSync(`${FOLDER}/${name}`));

/** The worst and the mean difference of two pictures, in steps of 8 bits. */
async function compare(made: Blob, golden: string): Promise<{ worst: number; mean: number }> {
  const vips = await openVips();
  const [ours, theirs] = [new Uint8Array(await made.arrayBuffer()), read(golden)].map((bytes) =>
    vips.Image.newFromBuffer(bytes).writeToMemory(),
  );
  expect(ours?.length).toBe(theirs?.length);
  const differences = Array.from(ours ?? [], (value, at) => Math.abs(value - (theirs?.[at] ?? 0)));
  const sum = differences.reduce((total, difference) => total + difference, 0);
  return { worst: Math.max(...differences), mean: sum / differences.length };
}

const size = (width: number, height: number) => ({ width, height, fit: 'fill' });

/** Of 8-bit steps. The recorded libvips (8.14) shrinks a little differently from the bundled 8.18. */
it.each([
  ['picture.png', 'resize', size(40, 30), 'resize.png', 4],
  ['picture.png', 'resize', size(112, 84), 'enlarge.png', 1],
  ['picture.png', 'resize', { ...size(16, 12), kernel: 'linear' }, 'shrink-linear.png', 1],
  ['fading.png', 'resize', size(40, 30), 'resize-fading.png', 1],
  ['picture.png', 'blur', { sigma: 3 }, 'blur.png', 1],
  ['fading.png', 'rotate', { angle: 30 }, 'rotate.png', 1],
  ['p3.tif', 'sanitize', {}, 'p3-to-srgb.png', 2],
  ['cmyk.tif', 'sanitize', {}, 'cmyk-to-srgb.png', 2],
])(
  '%s through %s is what native libvips makes of it',
  async (source, op, options, golden, most) => {
    const { file } = await processOne(read(source), [{ op, options }]);
    const { worst, mean } = await compare(file, golden);
    expect(worst).toBeLessThanOrEqual(most);
    expect(mean).toBeLessThan(0.5);
  },
);

it('has goldens of the sizes that were asked for', async () => {
  const { width, height } = await decode(read('enlarge.png'));
  expect([width, height]).toEqual([112, 84]);
});
