import sharp from 'sharp';
import { it } from 'vitest';
import { findCredentials } from '../credentials/has-credentials.ts';
import { inspectPicture } from '../image-ops/inspect/inspect-picture.ts';
import { formatA1111, parseA1111 } from '../images/metadata/a1111.ts';
import { readComfyui } from '../images/metadata/comfyui.ts';
import { readPictureTexts, writeParameters } from '../images/metadata/image-metadata.ts';
import type { ImageParameters } from '../images/metadata/image-parameters.ts';
import { parseProgramJson } from '../images/metadata/other-programs.ts';
import { parsePythonJson } from '../images/metadata/python-json.ts';
import { formatXmp, parseXmp } from '../images/metadata/xmp.ts';
import { readHeaderSize } from '../images/picture-header.ts';
import { decodePng, encodePng } from '../images/png.ts';
import { textChunk } from '../images/png-chunks.ts';
import { corruptBytes } from './corrupt-bytes.fixture.ts';
import { corruptJson } from './corrupt-json.fixture.ts';
import { corruptText } from './corrupt-text.fixture.ts';
import { fuzz } from './fuzz.fixture.ts';

const parameters: ImageParameters = {
  prompt: 'a fox (in the snow:1.2), <lora:ink:0.8>, 日本',
  negativePrompt: 'blurry',
  seed: 7,
  numInferenceSteps: 20,
  guidanceScale: 7.5,
  scheduler: 'euler',
  width: 16,
  height: 8,
  model: 'triptych/stickers',
};
const graph = {
  3: {
    class_type: 'KSampler',
    inputs: {
      ...{ seed: 5, steps: 20, cfg: 8, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
      ...{ model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
    },
  },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'model.safetensors' } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: ['8', 0], clip: ['4', 1] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'bad', clip: ['4', 1] } },
  8: {
    class_type: 'StringConcatenate',
    inputs: { string_a: 'a', string_b: 'fox', delimiter: ' ' },
  },
};
const invoke = { app_version: '3', positive_prompt: 'a fox', seed: 1, steps: 4, width: 64 };

const image = { width: 16, height: 8, data: new Uint8ClampedArray(16 * 8 * 4).fill(200) };
const paint = () => sharp(image.data, { raw: { width: 16, height: 8, channels: 4 } });
const exif = { IFD0: { ImageDescription: 'a fox', Make: `prompt:${JSON.stringify(graph)}` } };

async function makeFiles(): Promise<Uint8Array[]> {
  const png = await encodePng(image, [
    textChunk('parameters', formatA1111(parameters)),
    textChunk('prompt', JSON.stringify(graph)),
    textChunk('Comment', '日本'),
  ]);
  const [jpeg, webp, moving, avif, tiff, plain] = await Promise.all([
    paint().withExif(exif).jpeg().toBuffer(),
    paint().withExif(exif).webp().toBuffer(),
    paint().gif().toBuffer(),
    paint().avif({ effort: 0 }).toBuffer(),
    paint().tiff().toBuffer(),
    paint().withExif(exif).png().toBuffer(),
  ]);
  const own = [png, jpeg, webp].map((file) => writeParameters(new Uint8Array(file), parameters));
  return [png, plain, jpeg, webp, moving, avif, tiff, ...own];
}

const files = corruptBytes(await makeFiles());

it("reads any picture's texts, size and credentials, or refuses it", async () => {
  await fuzz(files, readPictureTexts);
  await fuzz(files, readHeaderSize, { runs: 300 });
  await fuzz(files, (bytes) => inspectPicture(bytes), { runs: 300 });
  await fuzz(files, findCredentials, { runs: 300 });
});

it('decodes any PNG, or refuses it', async () => {
  await fuzz(corruptBytes([await encodePng(image)]), decodePng);
});

it('writes parameters into any picture, or refuses it', async () => {
  await fuzz(files, (bytes) => writeParameters(bytes, parameters));
});

it('reads any text that a program has left in a picture', async () => {
  await fuzz(corruptText([formatA1111(parameters), 'a\nSteps: 4, Size: 8x8']), parseA1111, {
    runs: 300,
  });
  const packet = formatXmp({ parameters: 'a fox', json: JSON.stringify(parameters) }, 'Triptych');
  await fuzz(corruptText([packet]), parseXmp, { runs: 300 });
  await fuzz(corruptText([JSON.stringify(invoke)]), parseProgramJson);
  await fuzz(corruptText([JSON.stringify(graph), '{"a": NaN, "b": [Infinity]}']), parsePythonJson);
});

it('reads any graph', async () => {
  const read = (value: unknown) => readComfyui(JSON.stringify(value) ?? '');
  await fuzz(corruptJson([graph]), read, { runs: 300 });
});
