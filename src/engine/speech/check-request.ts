import { EngineError } from '../errors.ts';
import type { SpeechManifest } from '../models/manifest.ts';
import type { SpeechRequest, VoiceOptions } from './speech-engine.ts';
import type { SynthesisOptions } from './speech-pipeline.ts';
import { readVoiceMix } from './voice-mix.ts';

/** About a hundred hours of speech: anything longer was probably dropped by mistake. */
export const MAX_TEXT_LENGTH = 5_000_000;
const DEFAULT_STEPS = 5;

/**
 * What a request asks of a pipeline, with the model's defaults. Throws `nothing_to_say`,
 * `invalid_request`, `voice_not_found`, `not_supported`, `language_not_supported`.
 */
export function checkRequest(manifest: SpeechManifest, request: SpeechRequest): SynthesisOptions {
  const { text, speed = 1, numInferenceSteps = DEFAULT_STEPS } = request;
  if (text.trim() === '') throw new EngineError('nothing_to_say', 'The text is empty.');
  if (text.length > MAX_TEXT_LENGTH)
    reject(`The text has ${text.length} characters; the limit is ${MAX_TEXT_LENGTH}. Split it.`);
  if (!(speed >= 0.5 && speed <= 2)) reject(`speed must be between 0.5 and 2, not ${speed}.`);
  if (!(Number.isInteger(numInferenceSteps) && numInferenceSteps >= 1 && numInferenceSteps <= 50))
    reject(`numInferenceSteps must be a whole number between 1 and 50, not ${numInferenceSteps}.`);
  const voices = readVoiceMix(manifest, request.voice);
  return {
    ...checkOptions(request),
    voices,
    speed,
    numInferenceSteps,
    language: chooseLanguage(manifest, request.language ?? voices[0]?.voice.language ?? ''),
  };
}

const reject = (message: string) => {
  throw new EngineError('invalid_request', message);
};

const RANGES = { lengthScale: [0.25, 4], noiseScale: [0, 2], noiseW: [0, 2] } as const;

function checkOptions({ speaker, ...request }: SpeechRequest): VoiceOptions {
  const scales = Object.entries(RANGES).flatMap(([name, [least, most]]) => {
    const value = request[name as keyof typeof RANGES];
    if (value === undefined) return [];
    if (!(value >= least && value <= most))
      reject(`${name} must be between ${least} and ${most}, not ${value}.`);
    return [[name, value]];
  });
  return { ...Object.fromEntries(scales), ...(speaker === undefined ? {} : { speaker }) };
}

/** "EN" and "en" mean the first variety of English that the model speaks. */
function chooseLanguage({ title, languages }: SpeechManifest, wanted: string): string {
  const tag = wanted.toLowerCase().replace('_', '-');
  const found =
    languages.find((language) => language === tag) ??
    languages.find((language) => language.split('-')[0] === tag.split('-')[0]);
  if (found) return found;
  throw new EngineError(
    'language_not_supported',
    `${title} does not speak "${wanted}". It speaks ${languages.join(', ')}.`,
    {
      details: { language: wanted },
    },
  );
}
