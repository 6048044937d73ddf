/** The jobs on the companion: through its API, as any client would ask. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { createApiClient } from '../../src/api-client/create-api-client.ts';
import { definedOnly } from '../../src/engine/defined-only.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
} from '../../src/engine/models/catalog.ts';
import { readChatNumbers, readMessages, readSchema } from './chat-job.ts';
import { readNumbers } from './image-job.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { parseSizes } from './parse-sizes.ts';
import { readOperations } from './process-job.ts';

type ApiClient = ReturnType<typeof createApiClient>;
type ServerJob = (
  client: ApiClient,
  args: readonly string[],
  options: DemoOptions,
) => Promise<JobResult>;

export const SERVER_JOBS: Readonly<Record<string, ServerJob>> = {
  chat: runChat,
  image: runImage,
  speak: runSpeak,
  process: runProcess,
  studio: runStudio,
};

const { signal } = new AbortController();

async function runChat(
  client: ApiClient,
  [text]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  const model = options.model ?? BUILT_IN_CHAT_MODEL;
  const { maxTokens, topP, ...numbers } = readChatNumbers(options);
  const schema = await readSchema(options);
  const body = {
    model,
    messages: await readMessages(text, options),
    stream_options: { include_usage: true },
    ...numbers,
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(schema && {
      response_format: {
        type: 'json_schema' as const,
        json_schema: { name: 'answer', schema, strict: true },
      },
    }),
  };
  const begin = performance.now();
  let firstTokenMs: number | undefined;
  let answer = '';
  let finishReason: string | null | undefined;
  let usage: { prompt_tokens: number; completion_tokens: number } | null | undefined;
  for await (const chunk of client.streamChat(body, signal)) {
    const [choice] = chunk.choices;
    if (choice?.delta.content) firstTokenMs ??= performance.now() - begin;
    answer += choice?.delta.content ?? '';
    finishReason = choice?.finish_reason ?? finishReason;
    usage = chunk.usage ?? usage;
  }
  const seconds = (performance.now() - begin - (firstTokenMs ?? 0)) / 1000;
  const completionTokens = usage?.completion_tokens ?? 0;
  return {
    model,
    text: answer,
    promptTokens: usage?.prompt_tokens,
    completionTokens,
    firstTokenMs,
    tokensPerSecond: completionTokens > 1 ? (completionTokens - 1) / seconds : null,
    finishReason,
  };
}

async function runImage(
  client: ApiClient,
  [prompt]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (prompt === undefined)
    throw new Error('The image job needs a prompt: npm run -s demo -- image "a fox" --home server');
  refuseTabOnly(options, ['image', 'mask', 'noise', 'step-noise', 'save-latents', 'eta']);
  const { n, seed, width, height, numInferenceSteps, guidanceScale, clipSkip } =
    readNumbers(options);
  const model = options.model ?? BUILT_IN_IMAGE_MODEL;
  const format = options.format ?? (extname(options.out ?? '').slice(1) || 'png');
  const begin = performance.now();
  const { data, size } = await client.drawImages(
    {
      model,
      prompt,
      response_format: 'b64_json',
      output_format: format === 'jpg' ? 'jpeg' : (format as 'png'),
      ...(width && height ? { size: `${width}x${height}` } : {}),
      ...definedOnly({
        n,
        seed,
        num_inference_steps: numInferenceSteps,
        guidance_scale: guidanceScale,
        clip_skip: clipSkip,
        scheduler: options.scheduler as 'ddim' | undefined,
        negative_prompt: options.negative,
      }),
    },
    signal,
  );
  const seconds = (performance.now() - begin) / 1000;
  const path = options.out ?? join('out', `image.${format}`);
  const ending = extname(path);
  const files = await Promise.all(
    data.map(({ b64_json: base64 = '' }, index) => {
      const name =
        data.length === 1 ? path : `${path.slice(0, -ending.length)}-${index + 1}${ending}`;
      return writeBase64(name, base64);
    }),
  );
  const [drawnWidth, drawnHeight] = size.split('x').map(Number);
  return {
    model,
    files,
    width: drawnWidth,
    height: drawnHeight,
    seed: data[0]?.seed,
    secondsPerImage: seconds / data.length,
  };
}

async function runSpeak(
  client: ApiClient,
  [text]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  const said = options.file === undefined ? text : await readFile(options.file, 'utf8');
  if (said === undefined)
    throw new Error('The speak job needs a text: npm run -s demo -- speak "Hello" --home server');
  const model = options.model ?? BUILT_IN_SPEECH_MODEL;
  const format = options.format ?? 'wav';
  const begin = performance.now();
  const { sound } = await client.speak(
    {
      model,
      input: said,
      response_format: format as 'wav',
      ...definedOnly({
        voice: options.voice,
        speed: options.speed === undefined ? undefined : Number(options.speed),
      }),
    },
    signal,
  );
  let firstAudioMs: number | undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of sound as unknown as AsyncIterable<Uint8Array>) {
    firstAudioMs ??= performance.now() - begin;
    pieces.push(piece);
  }
  const file = options.out ?? join('out', `speech.${format}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.concat(pieces));
  return { model, file, firstAudioMs, seconds: (performance.now() - begin) / 1000 };
}

async function runProcess(
  client: ApiClient,
  sources: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (sources.length === 0)
    throw new Error(
      'The process job needs a picture: npm run -s demo -- process photo.jpg --op optimize --home server',
    );
  const operations = await readOperations(options);
  const files: object[] = [];
  let metadata: object = {};
  for (const source of sources) {
    const imageData = await readFile(source, 'base64');
    const answer = await client.process(
      {
        imageData,
        operations: operations.map(({ op, options: given }) => ({
          op,
          ...(given === undefined ? {} : { options: given as Record<string, unknown> }),
        })),
      },
      signal,
    );
    metadata = answer.metadata;
    const made = answer.derivatives ?? [answer];
    for (const { imageData: data, format, width, height, bytes, ...more } of made) {
      const name = 'name' in more ? `-${more.name}` : '';
      const stem = basename(source, extname(source));
      const path = made.length === 1 ? options.out : undefined;
      const file = await writeBase64(path ?? join('out', `${stem}${name}.${format}`), data);
      files.push({ file, width, height, bytes, type: `image/${format}` });
    }
  }
  return { files, ...metadata };
}

async function runStudio(
  client: ApiClient,
  [brief]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (!brief)
    throw new Error(
      'The studio job needs a brief: npm run -s demo -- studio "Autumn sale, bakery" --home server',
    );
  const model = options.model ?? BUILT_IN_IMAGE_MODEL;
  const { prompts, config } = await client.analyzeContext({ brief }, signal);
  const [first] = prompts;
  const { seed, numInferenceSteps, guidanceScale } = readNumbers(options);
  const { jobId } = await client.submitSizes(
    {
      prompt: first?.prompt ?? brief,
      negativePrompt: first?.negativePrompt ?? '',
      model,
      sizes: [...parseSizes(options.sizes)],
      ...definedOnly({ seed, numInferenceSteps, guidanceScale }),
    },
    signal,
  );
  for await (const event of client.watchJob(jobId, signal))
    if (event.type === 'failed') throw new Error(event.message);
  const result = await client.readSizesResult(jobId, signal);
  const folder = options.out ?? join('out', 'studio');
  const files = await Promise.all(
    Object.entries(result.images).map(async ([name, image]) => {
      const { imageData, format, width, height, base, crop } = image;
      const file = await writeBase64(join(folder, `${name}.${format}`), imageData);
      return { file, width, height, base, crop };
    }),
  );
  return {
    model,
    prompts,
    config: { ...config, seed: result.seed },
    basesGenerated: result.bases_generated,
    files,
    stages: result.stages,
  };
}

/** Flags that the API has no parameter for. */
function refuseTabOnly(options: DemoOptions, flags: readonly (keyof DemoOptions)[]): void {
  const given = flags.find((flag) => options[flag] !== undefined);
  if (given) throw new Error(`--${given} works in the tab only. Leave out --home server.`);
}

async function writeBase64(path: string, base64: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Buffer.from(base64, 'base64'));
  return path;
}
