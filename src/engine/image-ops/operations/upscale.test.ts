import { describe, expect, it } from 'vitest';
import { decode, drawBall, engine, makePicture, processOne } from '../test-pictures.fixture.ts';

const ball = await makePicture(
  (image) => image.pngsaveBuffer(),
  drawBall(150, 60, { x: 40, y: 30, radius: 20 }),
);

describe('enlarging by a network', () => {
  it('keeps the colours in their places', async () => {
    const { file } = await processOne(ball, [{ op: 'upscale' }]);
    const { width, height, bands, at } = await decode(file);
    expect([width, height, bands]).toEqual([300, 120, 3]);
    const before = (await decode(ball)).at(40, 30);
    for (const [band, value] of at(80, 60).entries())
      expect(Math.abs(value - (before[band] ?? NaN))).toBeLessThan(20);
  });

  it('reports each tile, and more than one of them for a wide picture', async () => {
    const request = {
      file: new Blob([ball]),
      operations: [{ op: 'upscale', options: { factor: 4 } }],
    };
    const parts: number[] = [];
    for await (const event of engine.process(request, new AbortController().signal))
      if (event.type === 'operation-progress') parts.push(event.done);
    expect(parts).toEqual([0.5, 1]);
  });

  it('refuses what is too large before it begins', async () => {
    const large = await makePicture((image) => image.resize(60).pngsaveBuffer());
    await expect(processOne(large, [{ op: 'upscale' }])).rejects.toThrow('limit is 1.3 megapixels');
    await expect(processOne(ball, [{ op: 'upscale', options: { factor: 3 } }])).rejects.toThrow(
      '"factor" must be 2 or 4',
    );
  });
});

it('a model that is not here is named before anything is decoded', async () => {
  const { createImageOpsEngine } = await import('../vips-image-ops-engine.ts');
  const { createComputeHost } = await import('../../../../e2e/fixtures/compute-host.ts');
  const empty = createImageOpsEngine({
    loadVips: () => Promise.reject(new Error('Nothing is to be decoded.')),
    connectCompute: () =>
      Promise.resolve({ ...createComputeHost(), findModel: () => Promise.resolve(undefined) }),
    connectCanvas: () => Promise.reject(new Error('No text is drawn.')),
  });
  const request = { file: new Blob([ball]), operations: [{ op: 'upscale' }] };
  const events = empty.process(request, new AbortController().signal);
  await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'model_not_installed',
    details: { model: 'xinntao/realesr-animevideov3' },
  });
});
