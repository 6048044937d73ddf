import { expect, it } from 'vitest';
import { encodePng } from '../png.ts';
import { textChunk } from '../png-chunks.ts';
import { readParameters, readPictureTexts } from './image-metadata.ts';
import { parseXmp } from './xmp.ts';

const pngWith = (texts: Readonly<Record<string, string>>) =>
  encodePng(
    { width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255) },
    Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text)),
  );

const common = {
  prompt: 'a fox',
  negativePrompt: 'fog',
  seed: 7,
  numInferenceSteps: 20,
  guidanceScale: 5,
  width: 512,
  height: 640,
};

it.each<[string, Record<string, string>, object]>([
  [
    'novelai',
    {
      Title: 'AI generated image',
      Description: 'a fox',
      Software: 'NovelAI',
      Comment: JSON.stringify({
        prompt: 'a fox',
        uc: 'fog',
        seed: 7,
        steps: 20,
        scale: 5,
        sampler: 'k_euler_ancestral',
        width: 512,
        height: 640,
        strength: 0.7,
        noise_schedule: 'native',
      }),
    },
    { scheduler: 'euler-ancestral', software: 'NovelAI' },
  ],
  [
    'invokeai',
    {
      invokeai_metadata: JSON.stringify({
        positive_prompt: 'a fox',
        negative_prompt: 'fog',
        seed: 7,
        steps: 20,
        cfg_scale: 5,
        scheduler: 'dpmpp_2m_k',
        width: 512,
        height: 640,
        model: { name: 'dreamy' },
        app_version: '5.0',
      }),
    },
    { scheduler: 'dpmpp-2m-karras', model: 'dreamy', software: 'InvokeAI 5.0' },
  ],
  [
    'fooocus',
    {
      parameters: JSON.stringify({
        prompt: 'a fox',
        negative_prompt: 'fog',
        seed: '7',
        steps: 20,
        guidance_scale: 5,
        sampler: 'dpmpp_2m_sde_gpu',
        scheduler: 'karras',
        resolution: '(512, 640)',
        base_model: 'dreamy',
        version: 'Fooocus v2.5.5',
      }),
    },
    { scheduler: 'dpmpp-2m-sde-karras', model: 'dreamy', software: 'Fooocus v2.5.5' },
  ],
  [
    'swarmui',
    {
      parameters: JSON.stringify({
        sui_image_params: {
          prompt: 'a fox',
          negativeprompt: 'fog',
          seed: 7,
          steps: 20,
          cfgscale: 5,
          width: 512,
          height: 640,
          model: 'dreamy.safetensors',
          sampler: 'euler',
        },
      }),
    },
    { scheduler: 'euler', model: 'dreamy', software: 'SwarmUI' },
  ],
  [
    'draw-things',
    {
      'XML:com.adobe.xmp': `<x:xmpmeta><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${JSON.stringify({ c: 'a fox', uc: 'fog', seed: 7, steps: 20, scale: 5, sampler: 'DPM++ 2M Karras', size: '512x640', model: 'dreamy.ckpt' }).replaceAll('"', '&quot;')}</rdf:li></rdf:Alt></exif:UserComment></x:xmpmeta>`,
    },
    { scheduler: 'dpmpp-2m-karras', model: 'dreamy', software: 'Draw Things' },
  ],
])('reads what %s writes', async (source, texts, more) => {
  expect(await readParameters(await pngWith(texts))).toEqual({
    source,
    parameters: { ...common, ...more },
  });
});

it('leaves out missing values and wrong types', async () => {
  const told = {
    prompt: 'a fox',
    uc: null,
    seed: null,
    steps: '',
    scale: NaN,
    sampler: 3,
    width: 'wide',
    height: {},
  };
  const texts = { Comment: JSON.stringify(told), Software: 'NovelAI' };
  expect(await readParameters(await pngWith(texts))).toEqual({
    source: 'novelai',
    parameters: { prompt: 'a fox', software: 'NovelAI' },
  });
});

it.each([
  'Size: 99999x99999',
  'Size: 0x512',
  'CFG scale: 1e300',
  'Seed: 99999999999999999999',
  'Seed: -1',
  'Steps: 0, Sampler: x',
  'Denoising strength: 5',
])('leaves out impossible values: %s', async (line) => {
  const read = await readParameters(
    await pngWith({ parameters: `a fox\nVersion: v1, Model: m, Sampler: DDIM, ${line}` }),
  );
  expect(read?.parameters).toEqual({
    prompt: 'a fox',
    negativePrompt: '',
    scheduler: 'ddim',
    model: 'm',
    software: 'v1',
  });
});

it('reports an unknown format', async () => {
  expect(await readPictureTexts(await pngWith({ parameters: '{"engine": "x"}' }))).toEqual({
    notes: ['form-unknown'],
  });
  expect(await readPictureTexts(await pngWith({ workflow: '{}' }))).toEqual({
    notes: ['workflow-only'],
  });
  expect(await readPictureTexts(await pngWith({ Comment: 'made on a rainy day' }))).toEqual({
    notes: [],
  });
});

it('reads XMP by other writers: entities, attributes, unclosed tags', () => {
  expect(
    parseXmp(
      '<dc:description><rdf:Alt><rdf:li>a &#10;&lt;b&gt; &amp;lt; &#x1F98A; &apos;</rdf:li></rdf:Alt></dc:description>',
    ).parameters,
  ).toBe("a \n<b> &lt; 🦊 '");
  expect(parseXmp('<rdf:Description exif:UserComment="a &quot;fox&quot;"/>').comment).toBe(
    'a "fox"',
  );
  expect(parseXmp('<dc:description>a fox')).toEqual({});
});
