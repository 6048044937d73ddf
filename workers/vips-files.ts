import './embind-functions.ts';
import heif from 'wasm-vips/vips-heif.wasm?url';
import jxl from 'wasm-vips/vips-jxl.wasm?url';
import core from 'wasm-vips/vips.wasm?url';
import { createVipsLoader } from '../src/engine/image-ops/load-vips.ts';
import type { LoadVips } from '../src/engine/image-ops/vips.ts';
import thread from './vips-thread.ts?worker&url';

const FILES: Readonly<Record<string, string>> = {
  'vips.wasm': core,
  'vips-heif.wasm': heif,
  'vips-jxl.wasm': jxl,
};

const absolute = (url: string) => new URL(url, self.location.href).href;

/** libvips from the studio's own files. */
export function loadStudioVips(): LoadVips {
  return createVipsLoader({
    locateFile: (name) => absolute(FILES[name] ?? name),
    threadUrl: absolute(thread),
  });
}
