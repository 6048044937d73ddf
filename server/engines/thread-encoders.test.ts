import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  encodePictures,
  type PictureEncoder,
  type PictureEncoders,
} from '../../src/engine/image-ops/encode-together.ts';
import {
  openVips,
  paintCorners,
  toVipsImage,
} from '../../src/engine/image-ops/test-pictures.fixture.ts';
import { createThreadEncoders } from './thread-encoders.ts';

const { signal } = new AbortController();

async function untilReady(encoders: PictureEncoders): Promise<readonly PictureEncoder[]> {
  while (encoders.ready().length === 0) await pause(20);
  return encoders.ready();
}

it('writes pictures on threads, the same ones', async () => {
  const vips = await openVips();
  const pictures = [900, 800].map((width) => ({
    frames: [toVipsImage(paintCorners(width, 600), vips)],
    ...{ delaysMs: [], loop: 0, output: { format: 'webp' as const, quality: 70 } },
  }));
  const [encoder] = await untilReady(createThreadEncoders(1));
  if (!encoder) throw new Error('No thread has started.');
  const taken: number[] = [];
  const counting: PictureEncoder = {
    encode(picture, own) {
      taken.push(picture.width);
      return encoder.encode(picture, own);
    },
  };
  expect(await encodePictures(vips, pictures, { ready: () => [counting] }, signal)).toEqual(
    await encodePictures(vips, pictures, undefined, signal),
  );
  expect(taken).toEqual([800]);
});

it('keeps no process from ending', async () => {
  const script = `
    import { createThreadEncoders } from './server/engines/thread-encoders.ts';
    const encoders = createThreadEncoders(1);
    while (encoders.ready().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  `;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { stdio: 'inherit' },
  );
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('starts no thread where there is no processor for it', () => {
  expect(createThreadEncoders(0).ready()).toEqual([]);
});
