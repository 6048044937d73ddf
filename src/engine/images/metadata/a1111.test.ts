import { describe, expect, it } from 'vitest';
import { formatA1111, parseA1111 } from './a1111.ts';
import { readFields } from './parameter-line.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const LINE = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768, Model: dreamy';
const VALUES = {
  numInferenceSteps: 20,
  scheduler: 'euler-ancestral',
  guidanceScale: 7,
  seed: 42,
  width: 512,
  height: 768,
  model: 'dreamy',
};
const join = (...lines: readonly string[]) => lines.join('\n');

describe('the three parts', () => {
  it.each<[string, string, string, string]>([
    [
      'prompt, negative prompt, parameters',
      join('a castle', 'Negative prompt: fog', LINE),
      'a castle',
      'fog',
    ],
    ['no negative prompt', join('a castle', LINE), 'a castle', ''],
    ['no prompt', join('Negative prompt: fog', LINE), '', 'fog'],
    ['parameters alone', LINE, '', ''],
    ['an empty negative prompt', join('a castle', 'Negative prompt:', LINE), 'a castle', ''],
    [
      'lines that end in CRLF',
      join('a castle', 'Negative prompt: fog', LINE).replaceAll('\n', '\r\n'),
      'a castle',
      'fog',
    ],
    [
      'CRLF and several lines',
      join('a', 'b', 'Negative prompt: c', 'd', LINE).replaceAll('\n', '\r\n'),
      'a\nb',
      'c\nd',
    ],
    [
      'lines that end in CR',
      join('a castle', 'Negative prompt: fog', LINE).replaceAll('\n', '\r'),
      'a castle',
      'fog',
    ],
    [
      'an indented negative prompt',
      join('a castle', '   Negative prompt: fog', `  ${LINE}`),
      'a castle',
      'fog',
    ],
    [
      'an empty line between',
      join('a castle', '', 'Negative prompt: fog', '', LINE),
      'a castle\n',
      'fog\n',
    ],
    [
      'templates behind',
      join(
        'a castle',
        'Negative prompt: fog',
        LINE,
        'Template: a {castle|fort}',
        'Negative Template: __fog__',
      ),
      'a castle',
      'fog',
    ],
    [
      'templates of several lines',
      join('a castle', LINE, 'Template: a', 'b', '', 'Negative Template: c', 'd'),
      'a castle',
      '',
    ],
    [
      'a template that looks like parameters',
      join('a', 'Negative prompt: b', LINE, 'Template: a', 'Steps: 5, Sampler: DDIM, Seed: 9'),
      'a',
      'b',
    ],
    [
      'a prompt that looks like parameters',
      join('Steps: 5, Sampler: DDIM, Seed: 9', 'Negative prompt: b', LINE),
      'Steps: 5, Sampler: DDIM, Seed: 9',
      'b',
    ],
    [
      'steps of stone',
      join('Steps: 3 of stone, moss', 'a sign "Steps: 20"', LINE),
      'Steps: 3 of stone, moss\na sign "Steps: 20"',
      '',
    ],
    [
      '"negative prompt:" inside of a line',
      join('the words Negative prompt: x', LINE),
      'the words Negative prompt: x',
      '',
    ],
    [
      'a zero byte at the end',
      `${join('a castle', 'Negative prompt: fog', LINE)}\0`,
      'a castle',
      'fog',
    ],
    [
      'right to left, and many scripts',
      join('قلعة في 海の上 🏰', 'Negative prompt: ضباب', LINE),
      'قلعة في 海の上 🏰',
      'ضباب',
    ],
  ])('%s', (_, text, prompt, negativePrompt) =>
    expect(parseA1111(text)).toEqual({ prompt, negativePrompt, ...VALUES }),
  );

  it.each([
    [
      'Sampler before Steps',
      'Sampler: Euler a, Steps: 20, CFG scale: 7, Seed: 42, Size: 512x768, Model: dreamy',
    ],
    [
      'Size first',
      'Size: 512x768, Seed: 42, Model: dreamy, Steps: 20, Sampler: Euler a, CFG scale: 7',
    ],
    ['no spaces', LINE.replaceAll(': ', ':').replaceAll(', ', ',')],
    ['small letters', LINE.toLowerCase()],
    ['a comma at the end', `${LINE},`],
    ['quoted values', LINE.replace('dreamy', '"dreamy"')],
    [
      'hashes',
      `${LINE}, Hashes: {"model": "abc, Seed: 1", "vae": "d"}, Lora hashes: "one: 12, Steps: 99"`,
    ],
    [
      'resources',
      `${LINE}, Civitai resources: [{"type":"checkpoint","modelName":"x, Seed: 5"}], Civitai metadata: {}`,
    ],
    ['a second value of a name', `${LINE}, Seed: 43`],
    ['brackets that are not closed', `${LINE}, Note: {"a": [1, 2, Version 3`],
    ['a quote that is not closed', `${LINE}, Note: "a, b`],
  ])('parameter line: %s', (_, line) =>
    expect(parseA1111(join('a castle', 'Negative prompt: fog', line))).toEqual({
      prompt: 'a castle',
      negativePrompt: 'fog',
      ...VALUES,
    }),
  );

  it.each([
    'a castle',
    'a castle, model: Jane, size: large',
    'Steps: 3 wooden stairs',
    'Steps: 3, wooden stairs',
    '{"a": 1}',
    'He said: "Negative prompt: x"',
    '',
    '\n\n',
  ])('not this format: %s', (text) => expect(parseA1111(text)).toBeUndefined());
});

describe('values', () => {
  const read = (line: string) => parseA1111(join('a', `Steps: 20, Seed: 1, ${line}`));

  it.each([
    ['Sampler: euler_a', 'euler-ancestral'],
    ['Sampler: euler', 'euler'],
    ['Sampler: dpm++2m', 'dpmpp-2m'],
    ['Sampler: dpm++2m karras', 'dpmpp-2m-karras'],
    ['Sampler: dpm++2m, Schedule type: karras', 'dpmpp-2m-karras'],
    ['Sampler: DPM++ 2M, Schedule type: Karras', 'dpmpp-2m-karras'],
    ['Sampler: DPM++ 2M Karras', 'dpmpp-2m-karras'],
    ['Sampler: DPM++ 2M SDE Karras', 'dpmpp-2m-sde-karras'],
    ['Sampler: DPM++ 2M SDE, Schedule type: Automatic', 'dpmpp-2m-sde'],
    ['Sampler: k_euler_ancestral', 'euler-ancestral'],
    ['Sampler: dpmpp_2m_k', 'dpmpp-2m-karras'],
    ['Sampler: ddim', 'ddim'],
    ['Sampler: uni_pc', 'unipc'],
    ['Sampler: LCM', 'lcm'],
    ['Sampler: DPM++ 2M SDE Heun', 'DPM++ 2M SDE Heun'],
    ['Sampler: dpm++2mv2', 'dpm++2mv2'],
    ['Sampler: toString', 'toString'],
    ['Sampler: None', undefined],
  ])('%s', (line, scheduler) => expect(read(line)?.scheduler).toBe(scheduler));

  it.each<[string, object]>([
    ['Distilled CFG Scale: 3.5', { guidanceScale: 3.5 }],
    ['CFG scale: 7.000000, Guidance: 3.500000', { guidanceScale: 7 }],
    ['CFG scale: 0', { guidanceScale: 0 }],
    ['CFG scale: null, Model: None', { guidanceScale: undefined, model: undefined }],
    ['CFG scale: , Size: x', { guidanceScale: undefined, width: undefined }],
    ['Size: 512 x 640', { width: 512, height: 640 }],
    ['Denoising strength: 0.5', { strength: 0.5 }],
    ['Denoising strength: 0.5, Hires upscale: 2, Hires steps: 10', { strength: undefined }],
    ['Model: "a, b: c"', { model: 'a, b: c' }],
    ['Model: a b (v1.2)', { model: 'a b (v1.2)' }],
    ['App: SD.Next, Version: abc', { software: 'abc' }],
  ])('%s', (line, told) => {
    const values = read(line) ?? {};
    const names = Object.keys(told) as (keyof typeof values)[];
    expect(Object.fromEntries(names.map((name) => [name, values[name]]))).toEqual(told);
  });

  it('round-trip', () => {
    const parameters = {
      prompt: 'a, b',
      seed: 1,
      numInferenceSteps: 2,
      guidanceScale: 3,
      width: 64,
      height: 64,
      scheduler: 'ddim',
    };
    for (const model of ['a/b', 'a, b: "c"', '"quoted"', '{braces', '[x]'])
      expect(parseA1111(formatA1111({ ...parameters, model }))).toEqual({
        negativePrompt: '',
        ...parameters,
        model,
      });
  });
});

describe('time', () => {
  const time = (make: (size: number) => string, size: number) => {
    const text = make(size);
    const start = cpuTimeMs();
    parseA1111(text);
    readFields(text);
    return cpuTimeMs() - start;
  };
  it.each<[string, (size: number) => string]>([
    ['letters', (size) => 'a'.repeat(size)],
    ['spaces', (size) => `Steps: 1,${' '.repeat(size)}x`],
    ['brackets', (size) => `Steps: 1, ${'a:[,'.repeat(size / 4)}`],
    ['quotes', (size) => `Steps: 1, ${'a:",\\"'.repeat(size / 6)}`],
    ['names', (size) => `${'Steps: 1, '.repeat(size / 10)}x`],
    ['lines of parameters', (size) => `${'Steps: 1, Seed: 2\n'.repeat(size / 18)}x`],
    ['lines', (size) => `${'\n'.repeat(size)}x`],
  ])('is linear in the text: %s', { timeout: 30_000 }, (_, make) => {
    time(make, 1000);
    expect(time(make, 800_000)).toBeLessThan(Math.max(50, time(make, 100_000)) * 24);
  });
});
