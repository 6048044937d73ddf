import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../join-bytes.ts';
import { latin1Bytes, uint32Bytes } from '../bytes.ts';
import { encodePng } from '../png.ts';
import { readChunks, textChunk } from '../png-chunks.ts';
import { formatA1111, parseA1111 } from './a1111.ts';
import { readParameters, writeParameters } from './image-metadata.ts';
import type { ImageParameters } from './image-parameters.ts';

const parameters: ImageParameters = {
  prompt: 'a (red:1.3) café on the "moon" <猫> & more\nsecond line',
  negativePrompt: 'blurry, low quality',
  seed: 4_294_967_297,
  numInferenceSteps: 12,
  guidanceScale: 7.5,
  scheduler: 'dpmpp-2m-karras',
  width: 512,
  height: 768,
  model: 'owner/model',
  revision: 'abc',
  modelHash: '0123456789',
  clipSkip: 1,
  strength: 0.6,
  variation: { seed: 7, strength: 0.2 },
  task: 'image-to-image',
  software: 'Triptych 0.1.0',
};
const onePixel = { width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255) };
const webp = Uint8Array.from(atob('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='), (c) =>
  c.charCodeAt(0),
);
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9);

describe('our own files', () => {
  it.each([
    ['PNG', () => encodePng(onePixel)],
    ['WebP', () => Promise.resolve(webp)],
    ['JPEG', () => Promise.resolve(jpeg)],
  ])('round-trip everything: %s', async (_, make) => {
    const bytes = writeParameters(await make(), parameters);
    expect(await readParameters(bytes)).toEqual({ source: 'triptych', parameters });
    const again = writeParameters(bytes, { ...parameters, seed: 5 });
    expect((await readParameters(again))?.parameters.seed).toBe(5);
    expect(again.length).toBeLessThan(bytes.length + 20);
  });

  it('write texts that other programs read', async () => {
    const bytes = writeParameters(await encodePng(onePixel), { ...parameters, prompt: 'a cat' });
    const texts = readChunks(bytes).filter(({ type }) => type.endsWith('Xt'));
    expect(new TextDecoder('latin1').decode(texts[0]?.data)).toContain(
      'parameters\0a cat\nNegative prompt: blurry',
    );
  });

  it('keep a WebP a WebP: extended, with its size and the flag', () => {
    const view = new DataView(writeParameters(webp, parameters).buffer);
    expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
    expect(new TextDecoder().decode(new Uint8Array(view.buffer, 12, 4))).toBe('VP8X');
    expect(view.getUint8(20) & 4).toBe(4);
    expect([view.getUint8(24), view.getUint8(27)]).toEqual([0, 0]);
  });

  it('leave a file without parameters alone', async () => {
    expect(await readParameters(await encodePng(onePixel))).toBeUndefined();
    expect(await readParameters(jpeg)).toBeUndefined();
    expect(await readParameters(Uint8Array.of(1, 2, 3))).toBeUndefined();
  });
});

describe("AUTOMATIC1111's form", () => {
  const theirs = [
    'masterpiece, (a cat:1.2),',
    'on a sofa',
    'Negative prompt: bad, (worst:1.4)',
    'ugly',
    'Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 1234567890, Size: 512x768, Model hash: abcdef1234, Model: dreamy, Denoising strength: 0.55, Clip skip: 2, ENSD: 31337, Lora hashes: "one: 12, two: 34", Version: v1.6.0',
  ].join('\n');

  it('is read, including multi-line prompts and quoted values', () => {
    expect(parseA1111(theirs)).toEqual({
      prompt: 'masterpiece, (a cat:1.2),\non a sofa',
      negativePrompt: 'bad, (worst:1.4)\nugly',
      numInferenceSteps: 28,
      scheduler: 'dpmpp-2m-karras',
      guidanceScale: 7,
      seed: 1234567890,
      width: 512,
      height: 768,
      modelHash: 'abcdef1234',
      model: 'dreamy',
      strength: 0.55,
      clipSkip: 1,
      software: 'v1.6.0',
    });
    expect(
      parseA1111('Steps: 20, Sampler: Euler a, Schedule type: Automatic, Seed: 1'),
    ).toMatchObject({
      prompt: '',
      scheduler: 'euler-ancestral',
      seed: 1,
    });
  });

  it('round-trips', () => {
    const told = Object.entries(parameters).filter(
      ([name]) => name !== 'revision' && name !== 'task',
    );
    expect(parseA1111(formatA1111(parameters))).toEqual(Object.fromEntries(told));
  });

  it('is not detected if absent', () => {
    expect(parseA1111('just a description')).toBeUndefined();
  });

  it('is found in a PNG, and in the Exif comment of a JPEG', async () => {
    const png = await encodePng(onePixel, [textChunk('parameters', theirs)]);
    expect(await readParameters(png)).toMatchObject({
      source: 'a1111',
      parameters: { seed: 1234567890 },
    });
    const withExif = joinBytes([jpeg.subarray(0, 2), exifSegment(theirs), jpeg.subarray(2)]);
    expect(await readParameters(withExif)).toMatchObject({
      source: 'a1111',
      parameters: { seed: 1234567890 },
    });
  });
});

describe("ComfyUI's graph", () => {
  const graph = {
    3: {
      class_type: 'KSampler',
      inputs: {
        seed: 156680208700286,
        steps: 20,
        cfg: 8,
        sampler_name: 'dpmpp_2m',
        scheduler: 'karras',
        denoise: 1,
        model: ['10', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    },
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'v1-5.safetensors' } },
    5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 640, batch_size: 1 } },
    6: { class_type: 'CLIPTextEncode', inputs: { text: 'beautiful scenery', clip: ['4', 1] } },
    7: { class_type: 'CLIPTextEncode', inputs: { text: ['8', 0], clip: ['4', 1] } },
    8: { class_type: 'String', inputs: { value: 'text, watermark' } },
    10: { class_type: 'LoraLoader', inputs: { lora_name: 'x', model: ['4', 0], clip: ['4', 1] } },
  };

  it('is traced from its sampler to text, size and model', async () => {
    const png = await encodePng(onePixel, [
      textChunk('prompt', JSON.stringify(graph)),
      textChunk('workflow', '{}'),
    ]);
    expect(await readParameters(png)).toEqual({
      source: 'comfyui',
      parameters: {
        prompt: 'beautiful scenery',
        negativePrompt: 'text, watermark',
        seed: 156680208700286,
        numInferenceSteps: 20,
        guidanceScale: 8,
        scheduler: 'dpmpp-2m-karras',
        width: 512,
        height: 640,
        model: 'v1-5',
        software: 'ComfyUI',
      },
    });
  });
});

/**
 * An APP1 segment with a big-endian TIFF: one directory, a pointer to the Exif directory, a
 * UserComment in UTF-16.
 */
function exifSegment(text: string): Uint8Array<ArrayBuffer> {
  const units = Array.from(text, (character) => [
    character.charCodeAt(0) >> 8,
    character.charCodeAt(0) & 0xff,
  ]).flat();
  const comment = joinBytes([latin1Bytes('UNICODE\0'), Uint8Array.from(units)]);
  const entry = (tag: number, type: number, count: number, value: number) =>
    joinBytes([
      Uint8Array.of(0, 1, tag >> 8, tag & 0xff, 0, type),
      uint32Bytes(count),
      uint32Bytes(value),
      uint32Bytes(0),
    ]);
  const tiff = joinBytes([
    latin1Bytes('MM\0*'),
    uint32Bytes(8),
    entry(0x8769, 4, 1, 26),
    entry(0x9286, 7, comment.length, 44),
    comment,
  ]);
  const length = tiff.length + 8;
  return joinBytes([
    Uint8Array.of(0xff, 0xe1, length >> 8, length & 0xff),
    latin1Bytes('Exif\0\0'),
    tiff,
  ]);
}
