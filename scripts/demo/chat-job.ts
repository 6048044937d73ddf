import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type {
  ChatEvent,
  ChatRequest,
  JsonSchema,
  LoadedModel,
} from '../../src/engine/chat/chat-engine.ts';
import type { GuideSource } from '../../src/engine/chat/answer-source.ts';
import type { DevicePreference } from '../../src/engine/device.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import type { Dtype } from '../../src/engine/models/manifest.ts';
import { BUILT_IN_CHAT_MODEL } from '../../src/engine/models/catalog.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { installModel } from './install-model.ts';
import { unwrap, type PageResult } from './page-error.ts';
import type { StudioSession } from './studio-session.ts';

const messagesSchema = z
  .array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))
  .min(1);

/** `chat "text"`: one answer, with its figures. */
export async function runChatJob(
  session: StudioSession,
  [text]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  const messages = await readMessages(text, options);
  const model = options.model ?? BUILT_IN_CHAT_MODEL;
  const downloadedBytes = await installModel(session, model, options);
  const schema = await readSchema(options);
  const request: ChatRequest = {
    model,
    device: (options.device ?? 'auto') as DevicePreference,
    messages,
    ...readChatNumbers(options),
    ...(schema && { responseFormat: { type: 'json' as const, schema } }),
    ...(options.dtype ? { dtype: options.dtype as Dtype } : {}),
  };
  const answer: PageResult<Answer> = await session.page.evaluate(async (chatRequest) => {
    const value: Answer = {
      text: '',
      tokens: [],
      loaded: undefined,
      finish: undefined,
      source: undefined,
    };
    try {
      for await (const event of globalThis.triptych.chat.generate(
        chatRequest,
        new AbortController().signal,
      )) {
        if (event.type === 'load-end') value.loaded = event;
        if (event.type === 'source-found') value.source = event.source;
        if (event.type === 'finish') value.finish = event;
        if (event.type !== 'text-delta') continue;
        value.text += event.text;
        value.tokens.push(...event.tokens);
      }
      return { value };
    } catch (thrown) {
      const { code, message, details } = thrown as EngineError;
      return { failure: { code, message, details } };
    }
  }, request);
  return { ...describe(unwrap(answer)), model, downloadedBytes };
}

interface Answer {
  text: string;
  tokens: number[];
  loaded: LoadedModel | undefined;
  finish: Extract<ChatEvent, { type: 'finish' }> | undefined;
  source: GuideSource | undefined;
}

function describe({ text, tokens, loaded, finish, source }: Answer): JobResult {
  return {
    ...(loaded && {
      device: loaded.device,
      dtype: loaded.dtype,
      adapter: loaded.adapter,
      loadMs: loaded.loadMs,
    }),
    text,
    tokens,
    ...finish?.usage,
    firstTokenMs: finish?.firstTokenMs,
    tokensPerSecond: finish?.tokensPerSecond,
    finishReason: finish?.reason,
    ...(source && { source }),
  };
}

/** What was said, of a text or of a file of messages. */
export async function readMessages(
  text: string | undefined,
  { messages, system }: DemoOptions,
): Promise<z.infer<typeof messagesSchema>> {
  if (messages !== undefined)
    return messagesSchema.parse(JSON.parse(await readFile(messages, 'utf8')));
  if (!text) throw new Error('The chat job needs a text: npm run -s demo -- chat "Hello"');
  return [
    ...(system ? [{ role: 'system' as const, content: system }] : []),
    { role: 'user' as const, content: text },
  ];
}

/** What is given as numbers, by the names of a ChatRequest. */
export function readChatNumbers(options: DemoOptions): Record<string, number> {
  const names = {
    'max-tokens': 'maxTokens',
    temperature: 'temperature',
    'top-p': 'topP',
    seed: 'seed',
  } as const;
  return Object.fromEntries(
    Object.entries(names).flatMap(([flag, name]) => {
      const value = options[flag as keyof typeof names];
      if (value === undefined) return [];
      if (!Number.isFinite(Number(value)))
        throw new Error(`--${flag} must be a number, not "${value}".`);
      return [[name, Number(value)]];
    }),
  );
}

/** The JSON schema that the answer must fit. */
export async function readSchema({ schema }: DemoOptions): Promise<JsonSchema | undefined> {
  if (schema === undefined) return undefined;
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(schema, 'utf8')));
}
