import { describe, expect, it } from 'vitest';
import { parseComfyui, readComfyui } from './comfyui.ts';
import { readParameters } from './image-metadata.ts';
import { encodePng } from '../png.ts';
import { textChunk } from '../png-chunks.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

type Nodes = Record<string, readonly [type: string, inputs: object]>;

/** A graph in API form from nodes written as [class, inputs]. */
function graphOf(nodes: Nodes): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(nodes).map(([id, [class_type, inputs]]) => [id, { class_type, inputs }]),
    ),
  );
}

const BASE: Nodes = {
  model: ['CheckpointLoaderSimple', { ckpt_name: 'v1-5.safetensors' }],
  empty: ['EmptyLatentImage', { width: 512, height: 640, batch_size: 1 }],
  good: ['CLIPTextEncode', { text: 'a castle', clip: ['model', 1] }],
  bad: ['CLIPTextEncode', { text: 'fog', clip: ['model', 1] }],
  decode: ['VAEDecode', { samples: ['draw', 0], vae: ['model', 2] }],
  save: ['SaveImage', { images: ['decode', 0], filename_prefix: 'x' }],
};
const DRAW = {
  seed: 7,
  steps: 20,
  cfg: 8,
  sampler_name: 'euler',
  scheduler: 'normal',
  denoise: 1,
  model: ['model', 0],
  positive: ['good', 0],
  negative: ['bad', 0],
  latent_image: ['empty', 0],
};
const draw = (more: object = {}): Nodes => ({ draw: ['KSampler', { ...DRAW, ...more }] });
const read = (...parts: readonly Nodes[]) =>
  parseComfyui(graphOf(Object.assign({}, BASE, ...parts)));
const control = (type: string, more: object = {}): Nodes => ({
  both: [type, { positive: ['good', 0], negative: ['bad', 0], strength: 1, ...more }],
});
const through = draw({ positive: ['both', 0], negative: ['both', 1] });

describe('prompts are traced by output', () => {
  it.each<[string, Nodes, string | undefined, string | undefined]>([
    ['plain', draw(), 'a castle', 'fog'],
    [
      'ControlNetApplyAdvanced',
      { ...through, ...control('ControlNetApplyAdvanced') },
      'a castle',
      'fog',
    ],
    [
      'two of them',
      {
        ...control('ControlNetApplyAdvanced'),
        more: ['ControlNetApplySD3', { positive: ['both', 0], negative: ['both', 1] }],
        ...draw({ positive: ['more', 0], negative: ['more', 1] }),
      },
      'a castle',
      'fog',
    ],
    [
      'sides changed',
      { ...control('X'), ...draw({ positive: ['both', 1], negative: ['both', 0] }) },
      'fog',
      'a castle',
    ],
    [
      'InpaintModelConditioning',
      { ...through, ...control('InpaintModelConditioning') },
      'a castle',
      'fog',
    ],
    [
      'its latents',
      { ...draw({ positive: ['both', 2] }), ...control('InpaintModelConditioning') },
      undefined,
      'fog',
    ],
    [
      'ApplyInstantID, whose first output is the model',
      { ...control('ApplyInstantID'), ...draw({ positive: ['both', 1], negative: ['both', 2] }) },
      'a castle',
      'fog',
    ],
    [
      'ConditioningZeroOut',
      {
        ...draw({ negative: ['zero', 0] }),
        zero: ['ConditioningZeroOut', { conditioning: ['good', 0] }],
      },
      'a castle',
      '',
    ],
    [
      'ConditioningCombine',
      {
        ...draw({ positive: ['join', 0] }),
        join: ['ConditioningCombine', { conditioning_1: ['good', 0], conditioning_2: ['bad', 0] }],
      },
      'a castle, fog',
      'fog',
    ],
    [
      'ConditioningConcat, in the order of the tokens',
      {
        ...draw({ positive: ['join', 0] }),
        join: [
          'ConditioningConcat',
          { conditioning_from: ['bad', 0], conditioning_to: ['good', 0] },
        ],
      },
      'a castle, fog',
      'fog',
    ],
    [
      'reroutes and guidance between',
      {
        ...draw({ positive: ['guide', 0] }),
        guide: ['FluxGuidance', { guidance: 3.5, conditioning: ['route', 0] }],
        route: ['Reroute', { '': ['good', 0] }],
      },
      'a castle',
      'fog',
    ],
    [
      'a switch',
      {
        ...draw({ positive: ['switch', 0] }),
        switch: ['ImpactSwitch', { select: 2, input1: ['bad', 0], input2: ['good', 0] }],
      },
      'a castle',
      'fog',
    ],
    ['a missing node', draw({ positive: ['gone', 0] }), undefined, 'fog'],
    ['a number for a text', { ...draw(), good: ['CLIPTextEncode', { text: 5 }] }, undefined, 'fog'],
    [
      'a node that is not known',
      { ...draw({ positive: ['x', 0] }), x: ['Mystery', { a: ['good', 0], b: ['bad', 0] }] },
      undefined,
      'fog',
    ],
    ['no negative one', draw({ negative: undefined }), 'a castle', undefined],
  ])('%s', (_, nodes, prompt, negativePrompt) => {
    const told = read(nodes);
    expect([told?.prompt, told?.negativePrompt]).toEqual([prompt, negativePrompt]);
    expect(told?.seed).toBe(7);
  });
});

describe('texts', () => {
  const encoder = (type: string, inputs: object): Nodes => ({
    ...draw(),
    good: [type, { clip: ['model', 1], ...inputs }],
  });
  const text = (...nodes: readonly Nodes[]) =>
    read(encoder('CLIPTextEncode', { text: ['text', 0] }), ...nodes)?.prompt;

  it.each<[string, Nodes, string | undefined]>([
    [
      'CLIPTextEncodeFlux',
      encoder('CLIPTextEncodeFlux', { clip_l: 'castle', t5xxl: 'a castle at dusk', guidance: 3.5 }),
      'a castle at dusk',
    ],
    [
      'the same for both encoders',
      encoder('CLIPTextEncodeFlux', { clip_l: 'a fox', t5xxl: 'a fox', guidance: 3.5 }),
      'a fox',
    ],
    [
      'one of them empty',
      encoder('CLIPTextEncodeFlux', { clip_l: '', t5xxl: 'a fox', guidance: 3.5 }),
      'a fox',
    ],
    [
      'CLIPTextEncodeSDXL',
      encoder('CLIPTextEncodeSDXL', {
        text_g: 'a fox',
        text_l: 'a fox',
        width: 1024,
        height: 1024,
      }),
      'a fox',
    ],
    [
      'two texts',
      encoder('CLIPTextEncodeSDXL', { text_g: 'a fox', text_l: 'soft light' }),
      'a fox, soft light',
    ],
    [
      'CLIPTextEncodeSD3',
      encoder('CLIPTextEncodeSD3', { clip_l: 'a', clip_g: 'a fox', t5xxl: 'a fox' }),
      'a fox',
    ],
    [
      'ImpactWildcardEncode',
      encoder('ImpactWildcardEncode', { wildcard_text: '{a|b}', populated_text: 'b' }),
      'b',
    ],
  ])('of an encoder: %s', (_, nodes, prompt) => expect(read(nodes)?.prompt).toBe(prompt));

  it.each<[string, readonly [string, object], string | undefined]>([
    ['PrimitiveString', ['PrimitiveString', { value: 'a fox' }], 'a fox'],
    ['String', ['String', { String: 'a fox' }], 'a fox'],
    ['Text Multiline', ['Text Multiline', { text: 'a\nfox' }], 'a\nfox'],
    [
      'StringConcatenate',
      ['StringConcatenate', { string_a: 'a', string_b: 'fox', delimiter: ', ' }],
      'a, fox',
    ],
    [
      'a delimiter before its texts',
      ['StringConcatenate', { delimiter: ', ', string_a: 'a', string_b: ['more', 0] }],
      'a, at dusk',
    ],
    [
      'JoinStringMulti',
      ['JoinStringMulti', { inputcount: 2, string_1: 'a', string_2: 'b', delimiter: ' ' }],
      'a b',
    ],
    [
      'ten texts in order',
      ['JoinStringMulti', { string_10: 'c', string_2: 'b', string_1: 'a', delimiter: '' }],
      'abc',
    ],
    [
      'Text Concatenate',
      [
        'Text Concatenate',
        {
          delimiter: '\\n',
          clean_whitespace: 'true',
          text_a: ' a ',
          text_b: ['more', 0],
          text_c: '',
        },
      ],
      'a\nat dusk',
    ],
    [
      'StringReplace',
      ['StringReplace', { string: 'a cat', find: 'cat', replace: '$& fox' }],
      'a $& fox',
    ],
    ['ShowText', ['ShowText|pysssss', { text: ['more', 0], text_0: 'at dusk' }], 'at dusk'],
    ['through another', ['Reroute', { '': ['more', 0] }], 'at dusk'],
    ['words made while it runs', ['DPRandomGenerator', { text: '{a|b}', seed: 1 }], undefined],
    ['words from a model', ['OllamaGenerate', { prompt: 'write a prompt' }], undefined],
    [
      'a part that is not there',
      ['StringConcatenate', { string_a: 'a', string_b: ['gone', 0], delimiter: '' }],
      undefined,
    ],
    [
      'itself',
      ['StringConcatenate', { string_a: 'a', string_b: ['text', 0], delimiter: '' }],
      undefined,
    ],
  ])('linked: %s', (_, node, prompt) =>
    expect(text({ text: node, more: ['PrimitiveString', { value: 'at dusk' }] })).toBe(prompt),
  );
});

describe('samplers', () => {
  const custom: Nodes = {
    draw: [
      'SamplerCustomAdvanced',
      {
        noise: ['noise', 0],
        guider: ['guider', 0],
        sampler: ['how', 0],
        sigmas: ['levels', 0],
        latent_image: ['empty', 0],
      },
    ],
    noise: ['RandomNoise', { noise_seed: 99 }],
    how: ['KSamplerSelect', { sampler_name: 'dpmpp_2m' }],
    levels: ['BasicScheduler', { scheduler: 'karras', steps: 12, denoise: 1, model: ['model', 0] }],
  };
  const values = {
    seed: 99,
    numInferenceSteps: 12,
    scheduler: 'dpmpp-2m-karras',
    width: 512,
    height: 640,
    model: 'v1-5',
  };

  it('SamplerCustomAdvanced with CFGGuider', () => {
    const guider: Nodes = {
      guider: [
        'CFGGuider',
        { model: ['model', 0], positive: ['good', 0], negative: ['bad', 0], cfg: 4 },
      ],
    };
    expect(read(custom, guider)).toEqual({
      prompt: 'a castle',
      negativePrompt: 'fog',
      guidanceScale: 4,
      software: 'ComfyUI',
      ...values,
    });
  });

  it('SamplerCustomAdvanced with BasicGuider, whose guidance is beside the prompt', () => {
    const guider: Nodes = {
      guider: ['BasicGuider', { model: ['patch', 0], conditioning: ['flux', 0] }],
      patch: [
        'ModelSamplingFlux',
        { model: ['lora', 0], max_shift: 1.15, width: 1024, height: 1024 },
      ],
      lora: ['LoraLoaderModelOnly', { model: ['unet', 0], lora_name: 'x.safetensors' }],
      unet: ['UNETLoader', { unet_name: 'flux1-dev.sft', weight_dtype: 'default' }],
      flux: ['FluxGuidance', { conditioning: ['good', 0], guidance: 3.5 }],
    };
    expect(read(custom, guider)).toEqual({
      prompt: 'a castle',
      guidanceScale: 3.5,
      software: 'ComfyUI',
      ...values,
      model: 'flux1-dev',
    });
  });

  it('KSamplerAdvanced over a picture, with numbers from other nodes', () => {
    const told = read({
      draw: [
        'KSamplerAdvanced',
        {
          ...DRAW,
          seed: undefined,
          denoise: undefined,
          noise_seed: ['seed', 0],
          steps: ['steps', 0],
          start_at_step: 5,
          end_at_step: 10000,
          latent_image: ['encode', 0],
        },
      ],
      seed: ['Seed (rgthree)', { seed: 1234 }],
      steps: ['PrimitiveInt', { value: 20 }],
      encode: ['VAEEncode', { pixels: ['scale', 0], vae: ['model', 2] }],
      scale: [
        'ImageScale',
        { image: ['load', 0], width: 768, height: 512, upscale_method: 'area', crop: 'center' },
      ],
      load: ['LoadImage', { image: 'x.png' }],
    });
    expect(told).toMatchObject({
      seed: 1234,
      numInferenceSteps: 20,
      strength: 0.75,
      width: 768,
      height: 512,
    });
  });

  const second = {
    ...DRAW,
    seed: 1,
    steps: 5,
    denoise: 0.4,
    positive: ['other', 0],
    latent_image: ['larger', 0],
  };
  const HIRES: Nodes = {
    1: ['KSampler', second],
    other: ['CLIPTextEncode', { text: 'details' }],
    larger: ['LatentUpscale', { samples: ['draw', 0], width: 1024, height: 1280 }],
    decode: ['VAEDecode', { samples: ['1', 0] }],
  };
  const DETAIL: Nodes = {
    2: [
      'FaceDetailer',
      { ...DRAW, latent_image: undefined, seed: 2, image: ['decode', 0], positive: ['face', 0] },
    ],
    face: ['CLIPTextEncode', { text: 'a face' }],
    save: ['SaveImage', { images: ['2', 0] }],
  };
  const UNSAVED: Nodes = {
    0: ['KSampler', { ...DRAW, seed: 3 }],
    show: ['PreviewImage', { images: ['0', 0] }],
  };
  it.each([
    ['a second pass with a lower id', HIRES],
    ['a FaceDetailer with a lower id', DETAIL],
    ['both', { ...HIRES, ...DETAIL }],
    ['a picture that is only shown', UNSAVED],
    [
      'a picture that only steers',
      {
        ...draw({ positive: ['both', 0] }),
        ...UNSAVED,
        ...control('ControlNetApplyAdvanced', { image: ['0', 0] }),
      },
    ],
  ])('the sampler that starts the saved picture counts: %s', (_, nodes: Nodes) =>
    expect(read(draw(), nodes)).toMatchObject({
      prompt: 'a castle',
      seed: 7,
      numInferenceSteps: 20,
      width: 512,
      height: 640,
    }),
  );

  it('for several saved pictures, their common values', () => {
    const other: Nodes = {
      1: ['KSampler', { ...DRAW, seed: 8 }],
      2: ['SaveImage', { images: ['1', 0] }],
    };
    const graph = graphOf({ ...BASE, ...draw(), ...other });
    expect(readComfyui(graph)).toMatchObject({
      parameters: { prompt: 'a castle', numInferenceSteps: 20 },
      notes: ['several-pictures'],
    });
    expect(parseComfyui(graph)).not.toHaveProperty('seed');
  });

  it('a size missing from the file stays unknown', () => {
    const larger: Nodes = { by: ['LatentUpscaleBy', { samples: ['empty', 0], scale_by: 1.5 }] };
    expect(read(draw({ latent_image: ['by', 0] }), larger)).not.toHaveProperty('width');
  });

  it('a seed beyond 2^53 stays unknown, since it would be inexact', () => {
    const json = graphOf({ ...BASE, ...draw({ seed: 0.5 }) }).replace(
      '0.5',
      '18446744073709551615',
    );
    expect(parseComfyui(json)).toMatchObject({ prompt: 'a castle' });
    expect(parseComfyui(json)).not.toHaveProperty('seed');
  });
});

describe('unclean JSON', () => {
  it('one node without class_type', () => {
    const graph = JSON.parse(graphOf({ ...BASE, ...draw() })) as Record<string, unknown>;
    expect(
      parseComfyui(
        JSON.stringify({ ...graph, note: { inputs: {} }, text: 'x', nothing: null, list: [1] }),
      ),
    ).toMatchObject({ seed: 7 });
  });

  it.each(['NaN', 'Infinity', '-Infinity'])("Python's %s outside of strings", (word) => {
    const nodes = {
      ...BASE,
      ...draw({ strength: 0.123 }),
      good: ['CLIPTextEncode', { text: `say \\"${word}\\" [NaN, -Infinity]` }] as const,
    };
    const json = graphOf(nodes).replace('0.123', word);
    expect(parseComfyui(json)).toMatchObject({
      prompt: `say \\"${word}\\" [NaN, -Infinity]`,
      seed: 7,
    });
  });

  it('a missing graph, or one that draws nothing, is reported', () => {
    expect(readComfyui('a castle')).toEqual({ notes: ['graph-unreadable'] });
    expect(readComfyui('[1, 2]')).toEqual({ notes: ['graph-unreadable'] });
    expect(readComfyui(graphOf({ load: ['LoadImage', { image: 'x.png' }] }))).toEqual({
      notes: ['graph-without-sampler'],
    });
    expect(readComfyui('null').parameters).toBeUndefined();
  });

  it('a node called __proto__', () => {
    const json = graphOf({ ...BASE, ...draw({ positive: ['GOOD', 0] }) })
      .replaceAll('"good"', '"__proto__"')
      .replaceAll('"GOOD"', '"__proto__"');
    expect(parseComfyui(json)).toMatchObject({ prompt: 'a castle' });
  });
});

describe('time', () => {
  const layers = (type: string, count: number, names: readonly string[], last: string): Nodes =>
    Object.fromEntries(
      Array.from({ length: count }, (_, layer) => {
        const next = layer + 1 < count ? `n${layer + 1}` : last;
        return [
          `n${layer}`,
          [type, Object.fromEntries(names.map((name) => [name, [next, 0]]))],
        ] as const;
      }),
    );
  const measure = (json: string) => {
    const start = cpuTimeMs();
    const told = parseComfyui(json);
    return { told, ms: cpuTimeMs() - start };
  };

  it.each([
    [
      'conditionings',
      'ConditioningCombine',
      ['conditioning_1', 'conditioning_2', 'conditioning_3', 'conditioning_4', 'conditioning_5'],
    ],
    ['nodes that are not known', 'Mystery', ['a', 'b', 'c', 'd', 'e']],
  ])('14 nodes with five links each: %s', (_, type, names) => {
    const { told, ms } = measure(
      graphOf({ ...BASE, ...draw({ positive: ['n0', 0] }), ...layers(type, 14, names, 'good') }),
    );
    expect(told?.prompt).toBe(type === 'Mystery' ? undefined : 'a castle');
    expect(ms).toBeLessThan(1000);
  });

  it.each(['latent_image', 'model', 'positive'])('the same before %s', (name) => {
    const { told, ms } = measure(
      graphOf({
        ...BASE,
        ...draw({ [name]: ['n0', 0] }),
        ...layers('Mystery', 14, ['a', 'image', 'samples', 'model', 'b'], 'empty'),
      }),
    );
    expect(told?.seed).toBe(7);
    expect(ms).toBeLessThan(1000);
  });

  it('texts that double with each node stop at a limit', () => {
    const nodes = layers('StringConcatenate', 60, ['string_a', 'string_b'], 'word');
    const { told, ms } = measure(
      graphOf({
        ...BASE,
        ...draw(),
        ...nodes,
        word: ['String', { value: 'word' }],
        good: ['CLIPTextEncode', { text: ['n0', 0] }],
      }),
    );
    expect(told?.prompt).toBeUndefined();
    expect(ms).toBeLessThan(1000);
  });

  it.each([
    [
      'conditionings',
      draw({ positive: ['n0', 0] }),
      'ConditioningCombine',
      ['conditioning_1', 'conditioning_2'],
    ],
    ['latents', draw({ latent_image: ['n0', 0] }), 'Latents', ['samples']],
    ['models', draw({ model: ['n0', 0] }), 'Patch', ['model']],
    ['routes', draw({ positive: ['n0', 0] }), 'Reroute', ['']],
  ])('circles end: %s', (_, nodes, type, names) => {
    const { told } = measure(graphOf({ ...BASE, ...nodes, ...layers(type, 5, names, 'n0') }));
    expect(told?.seed).toBe(7);
  });

  it('samplers in a circle end', () => {
    expect(
      read({
        draw: ['KSampler', { ...DRAW, latent_image: ['1', 0] }],
        1: ['KSampler', { ...DRAW, latent_image: ['draw', 0] }],
      })?.prompt,
    ).toBe('a castle');
  });

  it('is linear in the graph', { timeout: 60_000 }, () => {
    const chain = (count: number): string =>
      graphOf({
        ...BASE,
        ...draw({ latent_image: ['n0', 0] }),
        ...layers('KSampler', count, ['latent_image'], 'empty'),
      });
    const long = (count: number): string =>
      graphOf({
        ...BASE,
        ...draw({ positive: ['n0', 0] }),
        ...layers('ConditioningCombine', count, ['conditioning_1', 'conditioning_2'], 'good'),
      });
    for (const make of [chain, long]) {
      measure(make(500));
      const best = (count: number) => Math.min(...[1, 2, 3].map(() => measure(make(count)).ms));
      expect(best(8000)).toBeLessThan(Math.max(20, best(1000)) * 24);
    }
  });
});

it('only a graph is read from a PNG', async () => {
  const png = await encodePng({ width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255) }, [
    textChunk('prompt', graphOf({ ...BASE, ...draw() })),
  ]);
  expect(await readParameters(png)).toMatchObject({ source: 'comfyui', parameters: { seed: 7 } });
});
