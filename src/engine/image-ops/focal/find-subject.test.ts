import { afterEach, describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../../e2e/fixtures/compute-host.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import { drawFaces } from '../faces.fixture.ts';
import { createNetworks } from '../networks/open-network.ts';
import { drawBall, openVips, toVipsImage } from '../test-pictures.fixture.ts';
import { openImageScope } from '../vips.ts';
import { findSubject } from './find-subject.ts';

const openNetwork = createNetworks(() => Promise.resolve(createComputeHost()));
const { signal } = new AbortController();
const { keep, free } = openImageScope();
afterEach(free);

const find = async (picture: PixelImage) =>
  findSubject(keep(toVipsImage(picture, await openVips())), { keep, openNetwork, signal });

describe('the subject of a picture', () => {
  it('is its faces, the large ones above all, with room for hair', async () => {
    const faces = [
      { x: 600, y: 300, height: 240 },
      { x: 150, y: 300, height: 120 },
    ];
    const { focalPoint, parts } = await find(drawFaces(800, 500, faces));
    expect(focalPoint.method).toBe('face');
    expect(focalPoint.x).toBeGreaterThan(0.6);
    expect(focalPoint.x).toBeLessThan(0.75);
    expect(parts).toHaveLength(2);
    const [{ core, whole }] = parts as [(typeof parts)[number]];
    expect(whole.top).toBeLessThan(core.top - core.height / 3);
    expect(whole.top).toBeLessThan(300 - 240 / 2 + 10);
  });

  it('is what stands out where there is no face', async () => {
    const { focalPoint, parts } = await find(drawBall(400, 300, { x: 300, y: 90, radius: 60 }));
    expect(focalPoint.method).toBe('saliency');
    expect(focalPoint.x).toBeCloseTo(0.75, 1);
    expect(focalPoint.y).toBeCloseTo(0.3, 1);
    const [box] = parts;
    expect(Math.abs((box?.core.left ?? 0) - 240)).toBeLessThan(12);
    expect(Math.abs((box?.core.width ?? 0) - 120)).toBeLessThan(20);
  });

  it.each([
    ['of one colour', drawFaces(300, 200, [])],
    ['of one pixel', drawFaces(1, 1, [])],
  ])('is the centre of a picture %s', async (_, picture) => {
    const focalPoint = { x: 0.5, y: 0.5, method: 'centre' };
    expect(await find(picture)).toEqual({ focalPoint, parts: [] });
  });
});
