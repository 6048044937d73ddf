import type { z } from '@hono/zod-openapi';
import type { speechRequestSchema } from '../../api/openai/speech/speech-schema.ts';
import { COMPANION_SAMPLE_RATE } from '../../engine/companion/companion-model.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { encodePieces } from '../../engine/speech/encode-pieces.ts';
import { estimateWords } from '../../engine/speech/estimate-words.ts';
import { finishChunk } from '../../engine/speech/finish-chunk.ts';
import type {
  SpeechChunk,
  SpeechEngine,
  SpeechEvent,
  SpeechRequest,
} from '../../engine/speech/speech-engine.ts';
import type { TextChunk } from '../../engine/speech/text/chunk-text.ts';
import { writeToken } from '../../engine/speech/text/spoken-token.ts';
import { createUnreadScripts } from '../../engine/speech/text/unread-scripts.ts';
import { callApi, type ApiAddress } from '../call-api.ts';
import { followWork } from './follow-work.ts';
import { planSpeech, type SpeechStep } from './plan-speech.ts';
import { readSound, type Sound } from './read-sound.ts';

const PATH = '/v1/audio/speech';

/** Of OpenAI's voices, for servers that list none of their own and want one named. */
const USUAL_VOICE = 'alloy';

/**
 * Speech from a companion server, a request for each chunk of the text: so the places of the text are
 * known, a long reading holds no voice that others wait for, and closing the connection stops it. The
 * next chunk is asked for while one is heard. When words are spoken is estimated, as it is for voices
 * here. `model` is the server's own name; `language` is that of the voice: without it, nothing is known
 * to be unreadable. There is no `load-start`, but `remote-start`; `numInferenceSteps` has no word in the API.
 * Throws `nothing_to_say`, `language_not_supported`, what the server tells by its codes,
 * `companion_unreachable` and `companion_key_refused`.
 */
export function createCompanionSpeechEngine(address: ApiAddress): Pick<SpeechEngine, 'synthesize'> {
  return {
    synthesize: (request, signal) =>
      followWork(address, signal, (either) => speak(address, request, either)),
  };
}

async function* speak(
  address: ApiAddress,
  request: SpeechRequest,
  signal: AbortSignal,
): AsyncGenerator<SpeechEvent> {
  yield { type: 'remote-start', model: request.model };
  const { speed = 1, format } = request;
  const unread = createUnreadScripts();
  const clock = createClock();
  const steps = await planSpeech(request, unread);
  const say = (input: string) => clock.time(askFor(address, toWire(request, input), signal));
  const ask = () => begin(steps, say);
  const kept: Float32Array<ArrayBuffer>[] = [];
  let step = ask();
  while (step) {
    throwIfAborted(signal);
    const { told, chunk, sound: coming } = step;
    if (told !== undefined) yield { type: 'text-skip', reason: told };
    const sound = await coming;
    step = ask();
    if (!chunk) continue;
    const spoken = placeSound(sound, chunk, { speed, sampleRate: clock.rate() });
    clock.count(spoken);
    if (format) kept.push(spoken.samples);
    yield { type: 'audio-chunk', ...spoken };
  }
  if (!clock.hasSound()) throw unread.explainSilence();
  if (format)
    yield { type: 'audio-file', ...(await encodePieces(kept, request, clock.rate(), signal)) };
  yield { type: 'finish', ...clock.read() };
}

/** The next step, with its sound on the way. */
function begin(steps: Iterator<SpeechStep>, say: (input: string) => Promise<Sound>) {
  const next = steps.next();
  if (next.done) return undefined;
  const { input } = next.value;
  const sound = input === '' ? SILENCE : say(input);
  // Whoever takes the step hears of a failure; nobody may.
  sound.catch(() => undefined);
  return { ...next.value, sound };
}

const SILENCE: Promise<Sound> = Promise.resolve({
  samples: new Float32Array(),
  sampleRate: COMPANION_SAMPLE_RATE,
});

async function askFor(address: ApiAddress, body: object, signal: AbortSignal): Promise<Sound> {
  try {
    return await readSound(await callApi(address, { path: PATH, body }, signal), PATH);
  } catch (thrown) {
    // Marks that another program cannot say do not end a reading.
    if (thrown instanceof EngineError && thrown.code === 'nothing_to_say') return SILENCE;
    throw thrown;
  }
}

function toWire(request: SpeechRequest, input: string): z.input<typeof speechRequestSchema> {
  const { model, voice, language, speed, speaker, lengthScale, noiseScale, noiseW } = request;
  // Who lists voices is a Triptych; others may refuse fields that they do not know.
  const isOwn = language !== undefined;
  return {
    model,
    input,
    response_format: 'pcm',
    stream_format: 'sse',
    ...definedOnly({
      voice: voice ?? (isOwn ? undefined : USUAL_VOICE),
      speed,
      speaker,
      length_scale: lengthScale,
      noise_scale: noiseScale,
      noise_w: noiseW,
      ...(isOwn && { language, begins_short: false }),
    }),
  };
}

/** A chunk as it is heard. `sampleRate`: of the chunks before it, where it is a pause; 0 for none. */
function placeSound(
  sound: Sound,
  chunk: TextChunk,
  { speed, sampleRate: before }: { speed: number; sampleRate: number },
): SpeechChunk {
  const { samples } = sound;
  const sampleRate = (samples.length === 0 && before) || sound.sampleRate;
  const words = chunk.tokens
    .map((token) => ({ token, weight: writeToken(token).length }))
    .filter(({ weight }) => weight > 0);
  const said = { samples, words: estimateWords(words, samples, sampleRate) };
  return finishChunk(said, chunk, { sampleRate, speed });
}

/** How long is waited, and for how much sound. */
function createClock() {
  const begun = performance.now();
  const totals = { durationSeconds: 0, firstAudioMs: 0, waitedMs: 0, sampleRate: 0 };
  return {
    async time<T>(work: Promise<T>): Promise<T> {
      const asked = performance.now();
      return work.finally(() => (totals.waitedMs += performance.now() - asked));
    },
    count({ samples, sampleRate }: SpeechChunk): void {
      totals.firstAudioMs ||= performance.now() - begun;
      totals.durationSeconds += samples.length / sampleRate;
      totals.sampleRate = sampleRate;
    },
    hasSound: () => totals.durationSeconds > 0,
    rate: () => totals.sampleRate,
    read() {
      const { durationSeconds, firstAudioMs, waitedMs } = totals;
      return { durationSeconds, firstAudioMs, realTimeFactor: waitedMs / 1000 / durationSeconds };
    },
  };
}
