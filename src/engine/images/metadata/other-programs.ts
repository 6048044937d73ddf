import { isRecord } from './comfyui/graph.ts';
import { definedOnly } from '../../defined-only.ts';
import type { ImageParameters } from './image-parameters.ts';
import { parsePythonJson } from './python-json.ts';
import { nameOfTitle } from './sampler-titles.ts';

type Told = Partial<ImageParameters>;
type Fields = Readonly<Record<string, unknown>>;

/** Programs that write JSON of their own. */
const PROGRAMS = ['novelai', 'invokeai', 'fooocus', 'swarmui', 'draw-things'] as const;
export type JsonProgram = (typeof PROGRAMS)[number];

/**
 * Parameters in the JSON of one of these programs, told by its fields. `undefined` if the text is
 * none of them.
 */
export function parseProgramJson(
  text: string,
): { source: JsonProgram; parameters: Told } | undefined {
  const fields = /^\s*\{/.test(text) ? parsePythonJson(text) : undefined;
  if (!isRecord(fields)) return undefined;
  // NovelAI's WebP holds the texts of its PNG, one of which is JSON again.
  if (typeof fields.Comment === 'string' && fields.Software !== undefined)
    return parseNested(fields.Comment);
  for (const source of PROGRAMS) {
    const parameters = READERS[source](fields);
    if (parameters) return { source, parameters: definedOnly(parameters) };
  }
  return undefined;
}

function parseNested(text: string): ReturnType<typeof parseProgramJson> {
  const fields = parsePythonJson(text);
  const parameters = isRecord(fields) ? READERS.novelai(fields) : undefined;
  return parameters && { source: 'novelai', parameters: definedOnly(parameters) };
}

const READERS: Readonly<Record<JsonProgram, (fields: Fields) => Nullable<Told> | undefined>> = {
  novelai(fields) {
    const prompt = textOf(fields.prompt);
    if (prompt === undefined || !('uc' in fields)) return undefined;
    return {
      prompt,
      negativePrompt: textOf(fields.uc),
      seed: numberOf(fields.seed),
      numInferenceSteps: numberOf(fields.steps),
      guidanceScale: numberOf(fields.scale),
      scheduler: schedulerOf(fields.sampler, fields.noise_schedule),
      ...sizeOf(fields.width, fields.height),
      software: 'NovelAI',
    };
  },
  invokeai(fields) {
    if (!('positive_prompt' in fields)) return undefined;
    const model = isRecord(fields.model)
      ? (textOf(fields.model.name) ?? textOf(fields.model.model_name))
      : undefined;
    return {
      prompt: textOf(fields.positive_prompt),
      negativePrompt: textOf(fields.negative_prompt),
      seed: numberOf(fields.seed),
      numInferenceSteps: numberOf(fields.steps),
      guidanceScale: numberOf(fields.cfg_scale),
      scheduler: schedulerOf(fields.scheduler, undefined),
      ...sizeOf(fields.width, fields.height),
      strength: numberOf(fields.strength),
      model,
      software:
        textOf(fields.app_version) === undefined
          ? 'InvokeAI'
          : `InvokeAI ${textOf(fields.app_version)}`,
    };
  },
  fooocus(fields) {
    if (!('prompt' in fields) || !('base_model' in fields || 'adm_guidance' in fields))
      return undefined;
    const [, width, height] = /(\d+)\D+(\d+)/.exec(textOf(fields.resolution) ?? '') ?? [];
    return {
      prompt: textOf(fields.prompt),
      negativePrompt: textOf(fields.negative_prompt),
      seed: numberOf(fields.seed),
      numInferenceSteps: numberOf(fields.steps),
      guidanceScale: numberOf(fields.guidance_scale),
      scheduler: schedulerOf(fields.sampler, fields.scheduler),
      ...sizeOf(width, height),
      model: withoutEnding(fields.base_model),
      software: textOf(fields.version) ?? 'Fooocus',
    };
  },
  swarmui({ sui_image_params: fields }) {
    if (!isRecord(fields)) return undefined;
    return {
      prompt: textOf(fields.prompt),
      negativePrompt: textOf(fields.negativeprompt),
      seed: numberOf(fields.seed),
      numInferenceSteps: numberOf(fields.steps),
      guidanceScale: numberOf(fields.cfgscale),
      scheduler: schedulerOf(fields.sampler, fields.scheduler),
      ...sizeOf(fields.width, fields.height),
      model: withoutEnding(fields.model),
      software: 'SwarmUI',
    };
  },
  'draw-things'(fields) {
    if (!('c' in fields) || !('sampler' in fields)) return undefined;
    const [width, height] = (textOf(fields.size) ?? '').split('x');
    return {
      prompt: textOf(fields.c),
      negativePrompt: textOf(fields.uc),
      seed: numberOf(fields.seed),
      numInferenceSteps: numberOf(fields.steps),
      guidanceScale: numberOf(fields.scale),
      scheduler: schedulerOf(fields.sampler, undefined),
      ...sizeOf(width, height),
      model: withoutEnding(fields.model),
      software: 'Draw Things',
    };
  },
};

type Nullable<T> = { [K in keyof T]?: T[K] | undefined };

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Some programs write numbers as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function sizeOf(
  width: unknown,
  height: unknown,
): Nullable<Pick<ImageParameters, 'width' | 'height'>> {
  return { width: numberOf(width), height: numberOf(height) };
}

function schedulerOf(sampler: unknown, schedule: unknown): string | undefined {
  const name = textOf(sampler);
  return name && nameOfTitle(name, textOf(schedule));
}

function withoutEnding(file: unknown): string | undefined {
  return textOf(file)?.replace(/\.(safetensors|ckpt|gguf)$/i, '');
}
