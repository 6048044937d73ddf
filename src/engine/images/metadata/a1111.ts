import { trimEnd } from '../trim-end.ts';
import { definedOnly } from '../../defined-only.ts';
import type { ImageParameters } from './image-parameters.ts';
import { readFields } from './parameter-line.ts';
import { nameOfTitle, titleOf } from './sampler-titles.ts';

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
  const line = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${quote(String(value))}`],
  );
  return [
    prompt,
    ...(negativePrompt ? [`Negative prompt: ${negativePrompt}`] : []),
    line.join(', '),
  ].join('\n');
}

/** Values with separators in them are written as JSON strings. */
function quote(value: string): string {
  return /[,:\n"[{]/.test(value) ? JSON.stringify(value) : value;
}

/**
 * What a text in AUTOMATIC1111's form says: the prompt, the negative prompt after "Negative
 * prompt:", then a line of parameters. What follows that line (wildcard templates) is left out.
 * `undefined` if the text is none such.
 *
 * @example
 * const text = 'a fox\nNegative prompt: text\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42';
 * parseA1111(text)?.negativePrompt; // → 'text'
 * parseA1111(text)?.scheduler; // → 'euler-ancestral'
 * parseA1111('holiday 2026'); // → undefined
 */
export function parseA1111(text: string): Partial<ImageParameters> | undefined {
  const lines = trimEnd(text)
    .trimStart()
    .split(/\r\n|\r|\n/);
  const end = findParameterLine(lines);
  const words = lines.slice(0, end < 0 ? undefined : end);
  const negativeAt = words.findIndex((line) => NEGATIVE.test(line));
  if (end < 0 && negativeAt < 0) return undefined;
  const prompt = words.slice(0, negativeAt < 0 ? undefined : negativeAt).join('\n');
  const negativePrompt =
    negativeAt < 0 ? '' : words.slice(negativeAt).join('\n').replace(NEGATIVE, '');
  return { prompt, negativePrompt, ...(end < 0 ? {} : readParameterLine(lines[end] ?? '')) };
}

const NEGATIVE = /^\s*Negative prompt:[^\S\n]*/;
const TEMPLATE = /^\s*(Negative )?Template:/;

/**
 * The last such line, as a prompt may look like one; but that before a template, which may, too.
 */
function findParameterLine(lines: readonly string[]): number {
  const template = lines.findIndex(
    (line, index) => TEMPLATE.test(line) && isParameterLine(lines[index - 1] ?? ''),
  );
  return template > 0 ? template - 1 : lines.findLastIndex(isParameterLine);
}

/** Names that every writer of this form uses. */
const NAMES = [
  'steps',
  'sampler',
  'schedule type',
  'cfg scale',
  'seed',
  'size',
  'model hash',
  'model',
  'version',
];
const FIRST_NAME = /^\s*([A-Za-z][\w ()/-]{0,40}):/;

/**
 * It begins with a parameter, and tells the number of steps, or at least three of the usual ones.
 */
function isParameterLine(line: string): boolean {
  const first = FIRST_NAME.exec(line)?.[1]?.trim().toLowerCase();
  if (first === undefined || !(NAMES.includes(first) || /\bSteps:\s*\d/.test(line))) return false;
  const fields = readFields(line);
  const known = NAMES.filter((name) => fields.has(name)).length;
  return (
    known >= 3 ||
    (/^\d+$/.test(fields.get('steps') ?? '') &&
      (known >= 2 || /^\s*Steps:\s*\d+[\s,]*$/.test(line)))
  );
}

function readParameterLine(line: string): Partial<ImageParameters> {
  const fields = readFields(line);
  const text = (name: string) => {
    const value = fields.get(name)?.trim();
    return value && !/^(none|null|undefined|nan|n\/a)$/i.test(value) ? value : undefined;
  };
  const number = (name: string) => {
    const value = Number(text(name) ?? NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const [, width, height] = /^(\d{1,5})\s*[x×]\s*(\d{1,5})$/.exec(text('size') ?? '') ?? [];
  const [seed, strength] = [number('variation seed'), number('variation seed strength')];
  const clipSkip = number('clip skip');
  const sampler = text('sampler');
  // With a second pass, the strength belongs to that pass and does not say how much of a start
  // picture was redrawn.
  const hasSecondPass = [...fields.keys()].some((name) => /^hires\b/.test(name));
  return definedOnly({
    numInferenceSteps: number('steps'),
    scheduler: sampler && nameOfTitle(sampler, text('schedule type')),
    guidanceScale: number('cfg scale') ?? number('distilled cfg scale') ?? number('guidance'),
    seed: number('seed'),
    ...(width && height ? { width: Number(width), height: Number(height) } : {}),
    model: text('model'),
    modelHash: text('model hash'),
    strength: hasSecondPass ? undefined : number('denoising strength'),
    clipSkip: clipSkip === undefined ? undefined : Math.max(0, clipSkip - 1),
    eta: number('eta'),
    variation: seed !== undefined && strength ? { seed, strength } : undefined,
    software: text('version'),
  });
}
