import { z } from '@hono/zod-openapi';
import { EngineError } from '../../../engine/errors.ts';
import { isForTask, sampleRateOf, type SpeechManifest } from '../../../engine/models/manifest.ts';
import {
  listStreamedFormats,
  streamAudio,
  type StreamedAudioFormat,
} from '../../../engine/speech/audio-file/stream-audio.ts';
import { resample } from '../../../engine/speech/resample.ts';
import type { SpeechEvent, SpeechRequest } from '../../../engine/speech/speech-engine.ts';
import { encodeBase64 } from '../../base64.ts';
import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import { binarySchema } from '../../http/binary-schema.ts';
import type { ServerEvent } from '../../http/event-stream.ts';
import { streamBody } from '../../http/stream-body.ts';
import type { ApiServices } from '../../services.ts';
import { findModel } from '../models/find-model.ts';
import { chooseVoice } from './choose-voice.ts';
import {
  speechEventSchema,
  speechRequestSchema,
  voicesSchema,
  type WireAudioFormat,
  type WireSpeechRequest,
} from './speech-schema.ts';

const MIME_TYPES: Readonly<Record<StreamedAudioFormat, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};

/** What OpenAI's clients take bare samples for, which say nothing of themselves. */
const PCM_RATE = 24_000;

/** `POST /v1/audio/speech` and `GET /v1/audio/voices`. */
export function addSpeechRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/audio/speech',
      tag: 'Speech',
      summary: 'Speaks a text',
      description:
        'The sound is sent as it is made. `pcm`: 16 bits, little-endian, one channel, 24 kHz.',
      body: speechRequestSchema,
      answers: {
        200: {
          description: 'The sound',
          content: { 'audio/*': binarySchema, 'text/event-stream': speechEventSchema },
        },
      },
    },
    (call) => answerSpeech(call, services),
  );
  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/audio/voices',
      tag: 'Speech',
      summary: 'Lists the voices that are here',
      query: z.object({ model: z.string().optional().describe('Only its voices.') }),
      answers: { 200: { description: 'Voices', content: { 'application/json': voicesSchema } } },
    },
    async ({ query, answerJson }) => {
      const models = (await services.listModels()).map(({ manifest }) => manifest);
      const speaking = models.filter((manifest) => isForTask(manifest, 'speech'));
      const asked = speaking.filter(({ id }) => query.model === undefined || id === query.model);
      return answerJson({ voices: asked.flatMap(listVoices) });
    },
  );
}

function listVoices({ id: model, licence, voices }: SpeechManifest) {
  return voices.map(({ id, name, language, licence: own, ...about }) => {
    const { gender, grade, quality, speakers } = about;
    return {
      ...{ id, name, language, model, gender, grade, quality, speakers },
      licence: own ?? licence,
    };
  });
}

/** A voice's name alone says which model has it. */
async function findModelOfVoice(
  { listModels }: Pick<ApiServices, 'listModels'>,
  { model, voice }: WireSpeechRequest,
): Promise<string | undefined> {
  const name = nameOf(voice);
  if (model !== undefined || !name) return model;
  const models = (await listModels()).map(({ manifest }) => manifest);
  return models
    .filter((manifest) => isForTask(manifest, 'speech'))
    .find(({ voices }) => voices.some(({ id }) => id === name))?.id;
}

const nameOf = (voice: WireSpeechRequest['voice']) =>
  typeof voice === 'object' ? voice?.id : voice;

async function answerSpeech(
  call: ApiCall<WireSpeechRequest>,
  { speech, ...services }: ApiServices,
): Promise<Response> {
  const { body, trace } = call;
  const manifest = await findModel(services, 'speech', await findModelOfVoice(services, body));
  trace.note({ model: manifest.id });
  const request = toSpeechRequest(body, manifest, call.warn);
  const ownRate = sampleRateOf(manifest, request.voice);
  const format = await chooseFormat(body.response_format ?? body.format ?? 'mp3', ownRate);
  const sampleRate = format === 'pcm' ? PCM_RATE : ownRate;
  const begin = (signal: AbortSignal) => {
    const made = readSamples(speech.synthesize(request, signal), (samples) =>
      trace.countSpeech(samples / ownRate),
    );
    return streamAudio(resample(made, ownRate, sampleRate), { format, sampleRate }, signal);
  };
  if (body.stream_format === 'sse')
    return call.answerEvents((signal) => writeEvents(begin(signal)));
  const encode = (bytes: Uint8Array<ArrayBuffer>) => bytes;
  const sound = await streamBody({ begin, encode, onEnd: trace.end }, call.request);
  trace.keepOpen();
  const type = MIME_TYPES[format];
  return new Response(sound, {
    headers: {
      'Content-Type': format === 'pcm' ? `${type};rate=${sampleRate};channels=1` : type,
      ...call.headers(),
    },
  });
}

async function chooseFormat(
  format: WireAudioFormat,
  sampleRate: number,
): Promise<StreamedAudioFormat> {
  const formats = await listStreamedFormats(sampleRate);
  const found = formats.find((one) => one === format);
  if (found) return found;
  const others = new Intl.ListFormat('en', { type: 'disjunction' }).format(formats);
  throw new EngineError('not_supported', `No ${format} is written here. Choose ${others}.`, {
    details: { param: 'response_format' },
  });
}

const [SLOWEST, FASTEST] = [0.5, 2];

function toSpeechRequest(
  { input, voice, speed, language, ...wire }: WireSpeechRequest,
  manifest: SpeechManifest,
  warn: (sentence: string) => void,
): SpeechRequest {
  const kept = Math.min(FASTEST, Math.max(SLOWEST, speed ?? 1));
  if (speed != null && kept !== speed)
    warn(`The voices speak ${SLOWEST} to ${FASTEST} times as fast; speed ${kept} was taken.`);
  const name = nameOf(voice);
  return {
    model: manifest.id,
    text: input,
    speed: kept,
    ...(name && { voice: chooseVoice(manifest, name) }),
    ...(wire.speaker != null && { speaker: String(wire.speaker) }),
    ...(wire.length_scale != null && { lengthScale: wire.length_scale }),
    ...(wire.noise_scale != null && { noiseScale: wire.noise_scale }),
    ...(wire.noise_w != null && { noiseW: wire.noise_w }),
    ...(language && { language: language.toLowerCase() }),
    ...(wire.begins_short === false && { beginsShort: false }),
  };
}

async function* readSamples(
  events: AsyncIterable<SpeechEvent>,
  count: (samples: number) => void,
): AsyncGenerator<Float32Array<ArrayBuffer>> {
  for await (const event of events) {
    if (event.type !== 'audio-chunk') continue;
    count(event.samples.length);
    yield event.samples;
  }
}

async function* writeEvents(
  sound: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ServerEvent> {
  for await (const bytes of sound)
    yield { data: { type: 'speech.audio.delta', audio: encodeBase64(bytes) } };
  // Speech is not counted in tokens here; clients expect the field.
  const usage = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };
  yield { data: { type: 'speech.audio.done', usage } };
}
