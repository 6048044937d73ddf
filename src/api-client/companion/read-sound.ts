import { z } from '@hono/zod-openapi';
import { decodeBase64 } from '../../api/base64.ts';
import { COMPANION_SAMPLE_RATE } from '../../engine/companion/companion-model.ts';
import { parseJson } from '../../engine/parse-json.ts';
import { fromSixteenBits } from '../../engine/speech/samples.ts';
import { parseAnswer } from '../call-api.ts';
import { readEvents } from '../read-events.ts';
import { readFailure } from '../read-failure.ts';

/** What a server has said, -1 to 1, in one channel. */
export interface Sound {
  samples: Float32Array<ArrayBuffer>;
  /** Samples per second. */
  sampleRate: number;
}

const eventSchema = z.object({ type: z.string(), audio: z.string().nullish() });

/**
 * The sound of an answer to `POST /v1/audio/speech` that was asked for as `pcm`: as events, which tell
 * whether all of it has come, or as bytes, from servers that have no events. Throws what the server
 * tells in the middle, and a `TypeError` where the events end early.
 */
export async function readSound(response: Response, path: string): Promise<Sound> {
  const type = response.headers.get('content-type') ?? '';
  const bytes = type.includes('event-stream')
    ? await readSoundEvents(response, path)
    : [new Uint8Array(await response.arrayBuffer())];
  const whole = await new Blob(bytes).arrayBuffer();
  const [, rate] = /\brate=(\d+)/.exec(type) ?? [];
  return {
    samples: fromSixteenBits(new Int16Array(whole, 0, Math.floor(whole.byteLength / 2))),
    sampleRate: Number(rate ?? COMPANION_SAMPLE_RATE),
  };
}

async function readSoundEvents(
  { body }: Response,
  path: string,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const { data } of readEvents(body ?? new ReadableStream())) {
    const json = parseJson(data);
    const failure = readFailure(json);
    if (failure) throw failure;
    const { type, audio } = parseAnswer(eventSchema, json, path);
    if (audio) pieces.push(decodeBase64(audio, 'audio'));
    if (type === 'speech.audio.done') return pieces;
  }
  throw new TypeError('The stream ended before all was said.');
}
