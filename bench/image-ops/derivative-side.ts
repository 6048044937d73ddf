import sharp from 'sharp';
import type { Page } from 'playwright';
import { createComputeHost } from '../../e2e/fixtures/compute-host.ts';
import { createThreadEncoders } from '../../server/engines/thread-encoders.ts';
import { createNodeCanvas } from '../../server/node-canvas.ts';
import { createVipsLoader } from '../../src/engine/image-ops/load-vips.ts';
import type { ImageOpsRequest } from '../../src/engine/image-ops/image-ops-engine.ts';
import { createImageOpsEngine } from '../../src/engine/image-ops/vips-image-ops-engine.ts';
import { readVersion } from '../open-peer.ts';

/** What is made of a picture, the same for all sides. */
export interface DerivativeOrder {
  /** A JPEG, base64. */
  file: string;
  /** Each is cropped around the centre and written as WebP. */
  sizes: { width: number; height: number }[];
  quality: number;
}

/** A program that makes derivatives. */
export interface DerivativeSide {
  name: string;
  /** Returns milliseconds, from the bytes of the file to those of the last derivative. */
  derive(order: DerivativeOrder): Promise<number>;
}

/** Native libvips, as its documentation has it: one pipeline that is decoded once and cloned. */
export async function createSharpSide(): Promise<DerivativeSide> {
  return {
    name: `sharp ${await readVersion('sharp')}, native`,
    async derive({ file, sizes, quality }) {
      const bytes = Buffer.from(file, 'base64');
      const begin = performance.now();
      const source = sharp(bytes);
      await Promise.all(
        sizes.map(({ width, height }) =>
          source.clone().resize(width, height, { fit: 'cover' }).webp({ quality }).toBuffer(),
        ),
      );
      return performance.now() - begin;
    },
  };
}

/** Triptych's engine in Node. */
export function createNodeSide(): DerivativeSide {
  const engine = createImageOpsEngine({
    loadVips: createVipsLoader(),
    connectCompute: () => Promise.resolve(createComputeHost()),
    connectCanvas: () => Promise.resolve(createNodeCanvas()),
    encoders: createThreadEncoders(),
  });
  return {
    name: 'Triptych in Node',
    async derive(order) {
      const file = new Blob([Buffer.from(order.file, 'base64')]);
      const begin = performance.now();
      const request = { file, operations: toOperations(order) };
      for await (const event of engine.process(request, new AbortController().signal))
        if (event.type === 'finish' && event.files.length !== order.sizes.length)
          throw new Error('Not all derivatives were made.');
      return performance.now() - begin;
    },
  };
}

/** Triptych in the built app: the page's client and its worker. */
export function createStudioSide(page: Page): DerivativeSide {
  return {
    name: 'Triptych in Chromium',
    derive: (order) =>
      page.evaluate(
        async ([base64, operations]) => {
          const file = new Blob([Uint8Array.fromBase64(base64)]);
          const begin = performance.now();
          const { imageOps } = globalThis.triptych;
          const events = imageOps.process({ file, operations }, new AbortController().signal);
          for await (const event of events)
            if (event.type === 'finish') return performance.now() - begin;
          throw new Error('Nothing came out.');
        },
        [order.file, toOperations(order)] as const,
      ),
  };
}

function toOperations({ sizes, quality }: DerivativeOrder): ImageOpsRequest['operations'] {
  const named = sizes.map((size, index) => ({ ...size, name: `size-${index}` }));
  const focalPoint = { x: 0.5, y: 0.5 };
  return [{ op: 'derivatives', options: { sizes: named, quality, focalPoint } }];
}
