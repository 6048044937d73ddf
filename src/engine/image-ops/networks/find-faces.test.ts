import { afterEach, describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../../e2e/fixtures/compute-host.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import { drawFaces, isAt, type DrawnFace } from '../faces.fixture.ts';
import { openVips, toVipsImage } from '../test-pictures.fixture.ts';
import { openImageScope } from '../vips.ts';
import { decodeFaces, FACE_INPUT, withoutDoubles } from './decode-faces.ts';
import { findFaces } from './find-faces.ts';
import { createNetworks } from './open-network.ts';

const openNetwork = createNetworks(() => Promise.resolve(createComputeHost()));
const never = new AbortController().signal;
const { keep, free } = openImageScope();
afterEach(free);

const find = async (picture: PixelImage, signal = never) =>
  findFaces(keep(toVipsImage(picture, await openVips())), { keep, openNetwork, signal });

describe('faces', () => {
  it.each<[string, number, number, DrawnFace[]]>([
    ['alone', 300, 300, [{ x: 150, y: 150, height: 180 }]],
    ['that fill the picture', 300, 360, [{ x: 150, y: 180, height: 350 }]],
    ['in a tall picture', 200, 700, [{ x: 90, y: 500, height: 120 }]],
    [
      'of several sizes, the largest first',
      900,
      500,
      [
        { x: 600, y: 200, height: 260 },
        { x: 250, y: 300, height: 160 },
        { x: 420, y: 120, height: 80 },
      ],
    ],
    [
      'small ones beside a large one in a large picture',
      2000,
      1200,
      [
        { x: 1500, y: 600, height: 300 },
        { x: 300, y: 300, height: 110 },
        { x: 500, y: 900, height: 100 },
      ],
    ],
    ['small ones alone', 2400, 1600, [{ x: 1200, y: 800, height: 110 }]],
  ])('%s are found', async (_, width, height, drawn) => {
    const found = await find(drawFaces(width, height, drawn));
    expect(found).toHaveLength(drawn.length);
    for (const [index, face] of drawn.entries())
      expect(found[index] && isAt(found[index], face), JSON.stringify(found[index])).toBe(true);
  });

  it.each([
    ['a colour', drawFaces(80, 60, [])],
    ['a picture of one pixel', drawFaces(1, 1, [])],
    ['a line', drawFaces(1, 900, [])],
  ])('are not found in %s', async (_, picture) => {
    expect(await find(picture)).toEqual([]);
  });

  it('are not looked for once that was cancelled', async () => {
    const gone = AbortSignal.abort();
    await expect(find(drawFaces(40, 40, []), gone)).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('the outputs of the network', () => {
  /** One anchor of stride 32 that is sure of a face, in the third column of the second row. */
  function outputsWith(confidence: number) {
    const index = FACE_INPUT / 32 + 2;
    const fill = (size: number, values: readonly number[]) => {
      const all = new Float32Array(400 * size);
      all.set(values, index * size);
      return { values: all, dims: [1, 400, size] };
    };
    return {
      cls_32: fill(1, [confidence]),
      obj_32: fill(1, [1]),
      bbox_32: fill(4, [0.5, 0.25, Math.log(2), Math.log(3)]),
    };
  }

  it('are places and sizes in strides', () => {
    const [face, ...others] = decodeFaces(outputsWith(0.81));
    expect(others).toEqual([]);
    expect(face?.score).toBeCloseTo(0.9, 5);
    expect(face?.width).toBeCloseTo(64, 3);
    expect(face?.height).toBeCloseTo(96, 3);
    expect(face?.left).toBeCloseTo(2.5 * 32 - 32, 3);
    expect(face?.top).toBeCloseTo(1.25 * 32 - 48, 3);
  });

  it('that are not sure are left out', () => {
    expect(decodeFaces(outputsWith(0.4))).toEqual([]);
  });

  it('that mean the same face, or a part of it, count once', () => {
    const box = (left: number, width: number, score: number) => ({
      left,
      top: 0,
      width,
      height: 50,
      score,
    });
    const kept = withoutDoubles([
      box(0, 50, 0.8),
      box(5, 50, 0.9),
      box(30, 25, 0.7),
      box(60, 50, 0.75),
    ]);
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.75]);
  });
});
