import {
  AutoModelForCausalLM,
  AutoTokenizer,
  DynamicCache,
  Tensor,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import { BoundedTemplate } from '../../bounded-template.ts';
import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { ChatManifest, Dtype } from '../../models/manifest.ts';
import {
  configureTransformers,
  explainLoadFailure,
  releaseTransformersFiles,
} from '../../models/load/transformers-runtime.ts';
import { checkConfig } from '../../models/load/check-config.ts';
import { describeWeights, openStoredGraph } from '../../models/load/open-stored-graph.ts';
import { readStoredJson } from '../../models/store/read-stored-file.ts';
import type { ChatMessage } from '../chat-engine.ts';
import { addChatMl } from '../turns/chat-ml.ts';
import { applyToTurns } from '../turns/chat-turns.ts';
import type { LanguageModel, LanguageModelSession, PromptOptions } from '../language-model.ts';
import { readVocabularyFile } from './vocabulary-file.ts';

/**
 * Loads a model with transformers.js. Files come from the host's weight cache alone, never from the
 * network. Throws `weights_damaged` if a file is missing or broken, `limit_exceeded` for impossible
 * sizes, `out_of_memory`, `internal`.
 */
export async function loadTransformersModel(
  host: EngineHost,
  manifest: ChatManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<LanguageModel> {
  checkConfig(await readStoredJson(host, manifest, 'config.json'), manifest);
  const graph = await openStoredGraph(host, manifest, device, dtype);
  const readFailures = await configureTransformers(host, manifest, device, graph);
  const options = { revision: manifest.revision };
  try {
    const [tokenizer, model] = await Promise.all([
      AutoTokenizer.from_pretrained(manifest.repository, options),
      AutoModelForCausalLM.from_pretrained(manifest.repository, {
        ...options,
        device,
        dtype,
        ...(graph && describeWeights(graph)),
      }),
    ]);
    return createLanguageModel(tokenizer, model);
  } catch (thrown) {
    throw readFailures[0] ?? graph?.failures[0] ?? explainLoadFailure(thrown, manifest);
  } finally {
    releaseTransformersFiles();
  }
}

function createLanguageModel(
  tokenizer: PreTrainedTokenizer,
  model: PreTrainedModel,
): LanguageModel {
  const endOfTurn = addChatMl(tokenizer);
  boundTemplates(tokenizer);
  const chatTemplate = typeof tokenizer.chat_template === 'string' ? tokenizer.chat_template : '';
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
  return {
    endTokens: new Set([model.generation_config?.eos_token_id ?? [], endOfTurn ?? []].flat()),
    chatTemplate,
    encodePrompt(messages, options = {}) {
      const text = applyChatTemplate(tokenizer, messages, options) + (options.prefix ?? '');
      return { text, tokens: encode(text) };
    },
    countTokens: (text) => encode(text).length,
    decode: (tokens) =>
      tokens.length === 0
        ? ''
        : tokenizer.decode([...tokens], {
            skip_special_tokens: true,
            clean_up_tokenization_spaces: false,
          }),
    readVocabulary: () =>
      readVocabularyFile(tokenizer._tokenizerJSON, tokenizer._tokenizer.get_vocab(true)),
    startSession: () => createSession(model),
    async dispose() {
      await model.dispose();
    },
  };
}

/**
 * The tokenizer compiles a template when it first needs it and keeps it: instead it finds one that
 * surely ends.
 */
function boundTemplates({
  chat_template: own,
  _compiled_template_cache,
}: PreTrainedTokenizer): void {
  const named: unknown[] = typeof own === 'object' && own !== null ? Object.values(own) : [own];
  for (const source of named)
    if (typeof source === 'string') _compiled_template_cache.set(source, boundLazily(source));
}

/** One that cannot be compiled fails when it is needed, not while the model is loaded. */
function boundLazily(source: string): Pick<BoundedTemplate, 'render'> {
  let compiled: BoundedTemplate | undefined;
  return { render: (items) => (compiled ??= new BoundedTemplate(source)).render(items) };
}

function applyChatTemplate(
  tokenizer: PreTrainedTokenizer,
  messages: readonly ChatMessage[],
  { tools, reasoning }: PromptOptions,
): string {
  const options = {
    tokenize: false,
    add_generation_prompt: true,
    ...(tools ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) } : {}),
    ...(reasoning === undefined ? {} : { enable_thinking: reasoning }),
  };
  try {
    return applyToTurns(
      (turns) => tokenizer.apply_chat_template(turns.map(toTemplateMessage), options) as string,
      messages,
    );
  } catch (thrown) {
    if (EngineError.from(thrown).code === 'limit_exceeded') throw thrown;
    throw new EngineError(
      'not_supported',
      `The model's chat template does not accept this conversation: ${EngineError.from(thrown).message}`,
      { cause: thrown },
    );
  }
}

/**
 * As templates expect it: OpenAI's form with arguments as an object. A lone surrogate, which no
 * tokenizer takes, becomes U+FFFD.
 */
function toTemplateMessage(message: ChatMessage) {
  const content = message.content.toWellFormed();
  if (message.role === 'tool') return { role: 'tool', content, tool_call_id: message.toolCallId };
  if (message.role !== 'assistant' || !message.toolCalls) return { role: message.role, content };
  const toolCalls = message.toolCalls.map(({ id, name, arguments: given }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.parse(given) as object },
  }));
  return { role: 'assistant', content, tool_calls: toolCalls };
}

function createSession(model: PreTrainedModel): LanguageModelSession {
  const inputNames: readonly string[] = model.sessions.model.inputNames;
  let cache = new DynamicCache();
  let length = 0;
  return {
    get length() {
      return length;
    },
    get canLookAhead() {
      const entries = Object.values(cache) as Tensor[];
      return (
        entries.length > 0 &&
        entries.every((tensor) => tensor.location === 'cpu' && holdsPositions(tensor, length))
      );
    },
    async forward(tokens, positions = 1) {
      length += tokens.length;
      const kept = new Tensor('int64', [BigInt(positions)], []);
      const outputs: Record<string, Tensor> = await model.forward({
        input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
        attention_mask: new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]),
        past_key_values: cache,
        ...(inputNames.includes('num_logits_to_keep') ? { num_logits_to_keep: kept } : {}),
      });
      const { logits, ...state } = outputs;
      if (!logits) throw new EngineError('not_supported', 'The model returns no logits.');
      cache.update(renamePresent(state, inputNames));
      return readLastRows(logits, positions);
    },
    async truncate(kept) {
      const entries = Object.entries(cache) as [string, Tensor][];
      if (!entries.every(([, tensor]) => holdsPositions(tensor, length))) return false;
      const cut = await Promise.all(
        entries.map(async ([name, tensor]) => [name, await keepPositions(tensor, kept)] as const),
      );
      await cache.dispose();
      cache = new DynamicCache(Object.fromEntries(cut));
      length = kept;
      return true;
    },
    dispose: () => cache.dispose(),
  };
}

/**
 * Keys and values are [1, heads, positions, head size]; any other state cannot be cut at a
 * position.
 */
const holdsPositions = ({ dims }: Tensor, positions: number) =>
  dims.length === 4 && dims[2] === positions;

/**
 * The first positions of keys or values `[1, heads, positions, head size]`, copied to the
 * processor's memory, from which the next pass takes them.
 */
async function keepPositions(tensor: Tensor, kept: number): Promise<Tensor> {
  const [, heads = 0, positions = 0, size = 0] = tensor.dims;
  const all = (await tensor.ort_tensor.getData()) as Float32Array;
  const part = new (all.constructor as Float32ArrayConstructor)(heads * kept * size);
  for (let head = 0; head < heads; head++) {
    part.set(
      all.subarray(head * positions * size, (head * positions + kept) * size),
      head * kept * size,
    );
  }
  return new Tensor(tensor.type, part, [1, heads, kept, size]);
}

/**
 * `present.0.key` is `past_key_values.0.key` of the next call; hybrid models have `present_conv.0`
 * and `past_conv.0`.
 */
function renamePresent(
  outputs: Readonly<Record<string, Tensor>>,
  inputNames: readonly string[],
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, tensor]) => {
      const past = [
        name.replace('present', 'past_key_values'),
        name.replace('present', 'past'),
      ].find((candidate) => inputNames.includes(candidate));
      return past && past !== name ? [[past, tensor]] : [];
    }),
  );
}

/** The last positions of logits `[1, positions, vocabulary]` as 32-bit floats. */
function readLastRows(logits: Tensor, count: number): Float32Array[] {
  const vocabulary = logits.dims.at(-1) ?? 0;
  const data = (logits.type === 'float32' ? logits : logits.to('float32')).data as Float32Array;
  const start = data.length - count * vocabulary;
  return Array.from({ length: count }, (_, row) =>
    data.slice(start + row * vocabulary, start + (row + 1) * vocabulary),
  );
}
