import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DevicePreference } from '../../src/engine/device.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { BUILT_IN_SPEECH_MODEL } from '../../src/engine/models/catalog.ts';
import type { Dtype } from '../../src/engine/models/manifest.ts';
import type { LoadedModel } from '../../src/engine/models/model-choice.ts';
import type {
  AudioFormat,
  SpeechEvent,
  SpeechRequest,
} from '../../src/engine/speech/speech-engine.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { installModel } from './install-model.ts';
import { unwrap, type PageResult } from './page-error.ts';
import type { StudioSession } from './studio-session.ts';

const FORMATS: readonly string[] = ['wav', 'mp3', 'opus', 'flac'] satisfies AudioFormat[];

/** `speak "text"`: a text as a file of sound, with its figures. */
export async function runSpeakJob(
  session: StudioSession,
  [text]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  const request = await readRequest(text, options);
  const downloadedBytes = await installModel(
    session,
    request.model,
    options,
    listVoices(request.voice),
  );
  const reading = unwrap(await speakInPage(session, request));
  const file = options.out ?? join('out', `speech.${request.format}`);
  await writeFile(file, Buffer.from(reading.file, 'base64'));
  return { ...describe(reading), file, model: request.model, downloadedBytes };
}

type FileRequest = SpeechRequest & { format: AudioFormat };

async function readRequest(text: string | undefined, options: DemoOptions): Promise<FileRequest> {
  const {
    voice,
    speed,
    format = 'wav',
    file,
    model = BUILT_IN_SPEECH_MODEL,
    device = 'auto',
    dtype,
  } = options;
  const said = file === undefined ? text : await readFile(file, 'utf8');
  if (said === undefined)
    throw new Error('The speak job needs a text: npm run -s demo -- speak "Hello", or --file TEXT');
  if (!FORMATS.includes(format))
    throw new Error(`--format must be one of ${FORMATS.join(', ')}, not "${format}".`);
  if (speed !== undefined && !Number.isFinite(Number(speed)))
    throw new Error(`--speed must be a number, not "${speed}".`);
  return {
    model,
    text: said,
    device: device as DevicePreference,
    format: format as AudioFormat,
    title: said.trim().split('\n')[0]?.slice(0, 60) ?? '',
    ...(voice ? { voice } : {}),
    ...(speed ? { speed: Number(speed) } : {}),
    ...(dtype ? { dtype: dtype as Dtype } : {}),
  };
}

/** The voices of a mix: `a*0.7+b*0.3` are a and b. */
function listVoices(mix: string | undefined): string[] {
  return mix?.split('+').flatMap((part) => part.split('*')[0]?.trim() || []) ?? [];
}

interface Reading {
  loaded: LoadedModel | undefined;
  notice: string | undefined;
  chunks: { text: string; startSeconds: number; endSeconds: number }[];
  sampleRate: number;
  finish: Extract<SpeechEvent, { type: 'finish' }> | undefined;
  /** Base64. */
  file: string;
}

function speakInPage({ page }: StudioSession, request: FileRequest): Promise<PageResult<Reading>> {
  return page.evaluate(async (asked) => {
    const empty = { loaded: undefined, notice: undefined, finish: undefined };
    const value: Reading = { ...empty, chunks: [], sampleRate: 0, file: '' };
    let seconds = 0;
    try {
      for await (const event of globalThis.triptych.speech.synthesize(
        asked,
        new AbortController().signal,
      )) {
        if (event.type === 'load-end') value.loaded = event;
        if (event.type === 'device-fallback') value.notice = event.reason;
        if (event.type === 'finish') value.finish = event;
        if (event.type === 'audio-file')
          value.file = await new Promise((resolve) => {
            const reader = new FileReader();
            reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
            reader.readAsDataURL(new Blob([event.bytes]));
          });
        if (event.type !== 'audio-chunk') continue;
        const { samples, sampleRate, start, end } = event;
        const endSeconds = seconds + samples.length / sampleRate;
        value.sampleRate = sampleRate;
        value.chunks.push({
          text: asked.text.slice(start, end).trim(),
          startSeconds: seconds,
          endSeconds,
        });
        seconds = endSeconds;
      }
      return { value };
    } catch (thrown) {
      const { code, message, details } = thrown as EngineError;
      return { failure: { code, message, details } };
    }
  }, request);
}

function describe({ loaded, notice, chunks, sampleRate, finish }: Reading): JobResult {
  return {
    ...(loaded && {
      device: loaded.device,
      dtype: loaded.dtype,
      adapter: loaded.adapter,
      loadMs: loaded.loadMs,
    }),
    sampleRate,
    durationSeconds: finish?.durationSeconds,
    firstAudioMs: finish?.firstAudioMs,
    realTimeFactor: finish?.realTimeFactor,
    chunks,
    ...(notice ? { notice } : {}),
  };
}
