import './embind-functions.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { createPictureEncoder } from '../src/engine/image-ops/encode-together.ts';
import { loadStudioVips } from './vips-files.ts';

const loadVips = loadStudioVips();

/** It has started once libvips has. */
exposeEngine(
  createPictureEncoder(loadVips),
  loadVips([]).then(() => undefined),
);
