import { describe, expect, it } from 'vitest';
import type { ImageRequest } from '../../engine/diffusion/diffusion-engine.ts';
import { picture, pixels, setUp } from './images-store.fixture.ts';

describe('derived pictures', () => {
  it("vary by another seed's noise", async () => {
    const { store, requests } = setUp();
    await store.getState().vary(picture, 0.2);
    await expect.poll(() => requests.length).toBe(4);
    for (const request of requests as ImageRequest[])
      expect(request).toMatchObject({ prompt: 'a fox', seed: 7, variation: { strength: 0.2 } });
    expect(new Set((requests as ImageRequest[]).map(({ variation }) => variation?.seed)).size).toBe(
      4,
    );
  });

  it('vary imported pictures by starting from them', async () => {
    const { store, requests, added } = setUp();
    await store
      .getState()
      .vary({ ...picture, parameters: { ...picture.parameters, task: undefined } }, 0.2);
    await expect.poll(() => added.length).toBe(4);
    expect(requests[0]).toMatchObject({ image: pixels, n: 4 });
    expect(added[0]?.sourceId).toBe('p');
  });

  it('can be larger', async () => {
    const { store, requests } = setUp();
    await store.getState().upscale(picture, 2);
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]).toMatchObject({
      factor: 2,
      image: pixels,
      parameters: { prompt: 'a fox' },
    });
  });

  it('start from it, with a mask if there is one', async () => {
    const { store, requests } = setUp();
    const mask = { width: 2, height: 2, data: new Uint8ClampedArray(4) };
    store.getState().setSource({ file: new Blob(['x']), mask });
    store.getState().changeForm({ prompt: 'a hat', maskFeather: 3, strength: 0.4 });
    store.getState().draw();
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]).toMatchObject({ image: pixels, mask, maskFeather: 3, strength: 1 });
  });
});
