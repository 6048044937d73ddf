import { nameOfTitle, titleOf } from './sampler-titles.ts';
import type { ImageParameters } from './image-parameters.ts';

/** The text that AUTOMATIC1111 writes under "parameters" and that most programs read. */
export function formatA1111(parameters: ImageParameters): string {
  const { prompt, negativePrompt, variation } = parameters;
  const { sampler, schedule } = titleOf(parameters.scheduler);
  const fields: [string, string | number | undefined][] = [
    ['Steps', parameters.numInferenceSteps],
    ['Sampler', sampler],
    ['Schedule type', schedule],
    ['CFG scale', parameters.guidanceScale],
    ['Seed', parameters.seed],
    ['Size', `${parameters.width}x${parameters.height}`],
    ['Model hash', parameters.modelHash],
    ['Model', parameters.model],
    ['Variation seed', variation?.seed],
    ['Variation seed strength', variation?.strength],
    ['Denoising strength', parameters.strength],
    // Theirs counts layers from the end: 1 leaves none out.
    ['Clip skip', parameters.clipSkip ? parameters.clipSkip + 1 : undefined],
    ['Eta', parameters.eta || undefined],
    ['RNG', 'NV'],
    ['Version', parameters.software],
  ];
  const line = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${quote(String(value))}`]));
  return [prompt, ...(negativePrompt ? [`Negative prompt: ${negativePrompt}`] : []), line.join(', ')].join('\n');
}

/** Values with separators in them are written as JSON strings. */
function quote(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

const FIELD = /\s*([\w ()/-]+):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/g;

/** What such a text says; `undefined` where it is none. */
export function parseA1111(text: string): Partial<ImageParameters> | undefined {
  const lines = text.trim().split('\n');
  const last = lines.at(-1) ?? '';
  const hasFields = /^\s*Steps:\s*\d+/.test(last);
  if (!hasFields && lines.length > 0 && !text.includes('Negative prompt:')) return undefined;
  const words = hasFields ? lines.slice(0, -1) : lines;
  const negativeAt = words.findIndex((line) => line.startsWith('Negative prompt:'));
  const prompt = words.slice(0, negativeAt < 0 ? undefined : negativeAt).join('\n');
  const negative =
    negativeAt < 0
      ? ''
      : words
          .slice(negativeAt)
          .join('\n')
          .replace(/^Negative prompt:\s*/, '');
  const fields = new Map(
    [...(hasFields ? last : '').matchAll(FIELD)].map(([, name, value]) => [name?.trim() ?? '', unquote(value ?? '')]),
  );
  return { prompt, negativePrompt: negative, ...readFields(fields) };
}

function unquote(value: string): string {
  const text = value.trim();
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function readFields(fields: ReadonlyMap<string, string>): Partial<ImageParameters> {
  const number = (name: string) => {
    const value = Number(fields.get(name));
    return fields.has(name) && Number.isFinite(value) ? value : undefined;
  };
  const [width, height] = (fields.get('Size') ?? '').split('x').map(Number);
  const [seed, strength] = [number('Variation seed'), number('Variation seed strength')];
  const clipSkip = number('Clip skip');
  const sampler = fields.get('Sampler');
  return definedOnly({
    numInferenceSteps: number('Steps'),
    scheduler: sampler && nameOfTitle(sampler, fields.get('Schedule type')),
    guidanceScale: number('CFG scale') ?? number('Distilled CFG Scale'),
    seed: number('Seed'),
    width: width || undefined,
    height: height || undefined,
    model: fields.get('Model'),
    modelHash: fields.get('Model hash'),
    strength: number('Denoising strength'),
    clipSkip: clipSkip === undefined ? undefined : Math.max(0, clipSkip - 1),
    eta: number('Eta'),
    variation: seed !== undefined && strength ? { seed, strength } : undefined,
    software: fields.get('Version'),
  });
}

/** The object without its undefined values. */
export function definedOnly<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
