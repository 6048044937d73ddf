import { parentPort } from 'node:worker_threads';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { exposeEngine } from '../../src/comlink/expose-engine.ts';
import { createPictureEncoder } from '../../src/engine/image-ops/encode-together.ts';
import { createVipsLoader } from '../../src/engine/image-ops/load-vips.ts';

if (!parentPort) throw new Error('This is the script of a thread.');
const loadVips = createVipsLoader();

/** It has started once libvips has. */
exposeEngine(
  createPictureEncoder(loadVips),
  loadVips([]).then(() => undefined),
  nodeEndpoint(parentPort),
);
