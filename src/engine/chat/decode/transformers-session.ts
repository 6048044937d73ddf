import { DynamicCache, Tensor, type PreTrainedModel } from '@huggingface/transformers';
import { EngineError } from '../../errors.ts';
import type { LanguageModelSession } from '../language-model.ts';
import type { PictureReader } from '../vision/picture-reader.ts';

const toIds = (tokens: readonly number[]) =>
  new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]);

/** Tokens as the decoder takes them: as they are, or as embeddings where it also takes pictures. */
async function toInputs(
  model: PreTrainedModel,
  eyes: PictureReader | undefined,
  tokens: readonly number[],
): Promise<Record<string, Tensor>> {
  if (!eyes) return { input_ids: toIds(tokens) };
  const { encode_text: encodeText } = model as unknown as {
    encode_text(inputs: { input_ids: Tensor }): Promise<Tensor>;
  };
  const embedText = (ids: readonly number[]) => encodeText.call(model, { input_ids: toIds(ids) });
  return { inputs_embeds: await eyes.embed(tokens, embedText) };
}

/** What is used of an ONNX Runtime session, which the library's types leave open. */
interface DecoderSession {
  inputNames: readonly string[];
  inputMetadata?: readonly { name: string; shape?: readonly unknown[] }[];
}

/** The part of a model that writes: its only graph, or the one after its embeddings. */
function findDecoder({ sessions }: PreTrainedModel): DecoderSession {
  const { decoder_model_merged: decoder, model: whole } = sessions;
  return (decoder ?? whole) as DecoderSession;
}

/**
 * Where tokens stand, `[3, 1, tokens]`, for a decoder that counts in time, height and width (Qwen's
 * since 2-VL), which are one for text. The library would count all tokens, those that were read
 * before as well. Nothing for others.
 */
function countPositions(
  { inputMetadata = [] }: DecoderSession,
  from: number,
  to: number,
): { position_ids?: Tensor } {
  const input = inputMetadata.find(({ name }) => name === 'position_ids');
  if (input?.shape?.length !== 3) return {};
  const positions = BigInt64Array.from({ length: to - from }, (_, index) => BigInt(from + index));
  const all = BigInt64Array.from(
    { length: 3 * positions.length },
    (_, index) => positions[index % positions.length] ?? 0n,
  );
  return { position_ids: new Tensor('int64', all, [3, 1, positions.length]) };
}

/** The keys and values of a model of transformers.js, and what reads them. */
export function createSession(
  model: PreTrainedModel,
  eyes: PictureReader | undefined,
): LanguageModelSession {
  const decoder = findDecoder(model);
  const { inputNames } = decoder;
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
      const before = length;
      length += tokens.length;
      const kept = new Tensor('int64', [BigInt(positions)], []);
      const outputs: Record<string, Tensor> = await model.forward({
        ...(await toInputs(model, eyes, tokens)),
        attention_mask: new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]),
        ...countPositions(decoder, before, length),
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
