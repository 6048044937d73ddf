import {
  AutoProcessor,
  RawImage,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  type Processor,
  type Tensor,
} from '@huggingface/transformers';
import { sha256 } from 'hash-wasm';
import { EngineError, throwIfAborted } from '../../errors.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import { createPictureMemory, isPictureToken, type SeenPicture } from './picture-memory.ts';

/** The eyes of a language model: pictures to rows of its embedding space. */
export interface PictureReader {
  /** What stands for a picture in a prompt before its tokens take that place. */
  readonly marker: string;
  /** Looks at the pictures that it does not know yet, one after the other. */
  read(pictures: readonly PixelImage[], signal: AbortSignal): Promise<void>;
  /** The tokens of a picture that was read. */
  tokensOf(picture: PixelImage): readonly number[];
  /**
   * The embeddings of tokens, `[1, tokens, hidden]`; those of pictures in place of the marks that
   * stand for them.
   */
  embed(tokens: readonly number[], embedText: EmbedText): Promise<Tensor>;
}

/** Embeddings of text tokens, `[1, tokens, hidden]`. */
export type EmbedText = (tokens: readonly number[]) => Promise<Tensor>;

/** Loads what turns a picture into the network's input. */
export async function loadPictureReader(
  repository: string,
  revision: string,
  model: PreTrainedModel,
  tokenizer: PreTrainedTokenizer,
): Promise<PictureReader> {
  const processor = await AutoProcessor.from_pretrained(repository, { revision });
  return createPictureReader(processor, model, tokenizer);
}

const DEFAULT_MARKER = '<image>';

function createPictureReader(
  processor: Processor,
  model: PreTrainedModel,
  tokenizer: PreTrainedTokenizer,
): PictureReader {
  const memory = createPictureMemory();
  const seen = new WeakMap<PixelImage, SeenPicture>();
  const { image_token: named } = processor.config as { image_token?: string };
  const marker = named ?? DEFAULT_MARKER;
  const mark = readMark(model, tokenizer, marker);
  const isTextFirst = TEXT_FIRST.has((model.config as { model_type?: string }).model_type ?? '');

  async function look(picture: PixelImage, digest: string): Promise<SeenPicture> {
    const { data, width, height } = picture;
    const image = new RawImage(data, width, height, 4).rgb();
    const { input_ids: ids, ...inputs } = await process(isTextFirst, processor, marker, image);
    const placeholders = withoutFrame(Array.from(ids.data as BigInt64Array, Number), tokenizer);
    const features = await (model as VisionModel).encode_image(inputs);
    const asFloats = features.type === 'float32' ? features : features.to('float32');
    const values = Float32Array.from(asFloats.data as Float32Array);
    return memory.add(digest, placeholders, mark, values, features.dims.at(-1) ?? 0);
  }
  return {
    marker,
    async read(pictures, signal) {
      for (const picture of pictures) {
        if (seen.has(picture)) continue;
        throwIfAborted(signal);
        const { width, height, data } = picture;
        const digest = `${width}x${height} ${await sha256(new Uint8Array(data.buffer, data.byteOffset, data.length))}`;
        seen.set(picture, memory.find(digest) ?? (await look(picture, digest)));
      }
    },
    tokensOf: (picture) => seen.get(picture)?.tokens ?? [],
    async embed(tokens, embedText) {
      const embedded = await embedText(
        tokens.map((token) => (isPictureToken(token) ? mark : token)),
      );
      if (!tokens.some(isPictureToken)) return embedded;
      const floats = embedded.type === 'float32' ? embedded : embedded.to('float32');
      const hiddenSize = floats.dims.at(-1) ?? 0;
      const values = floats.data as Float32Array;
      tokens.forEach((token, index) => {
        if (isPictureToken(token)) values.set(memory.readRow(token), index * hiddenSize);
      });
      return embedded.type === 'float32' ? floats : floats.to(embedded.type);
    },
  };
}

/** Methods of the library that its types leave out. */
interface VisionModel {
  /** `[…, rows, hidden]` */
  encode_image(inputs: Record<string, Tensor>): Promise<Tensor>;
}

type Processed = Record<string, Tensor> & { input_ids: Tensor };

/** Kinds of models whose processor takes the text before the picture. */
const TEXT_FIRST: ReadonlySet<string> = new Set(['idefics3', 'smolvlm']);

/** One picture as its network takes it, and the text that stands for it as tokens. */
async function process(
  isTextFirst: boolean,
  processor: Processor,
  marker: string,
  image: RawImage,
): Promise<Processed> {
  const call = processor as unknown as (...input: unknown[]) => Promise<Processed>;
  return isTextFirst ? call(marker, [image]) : call([image], marker);
}

/** The id of the marks that stand for rows of a picture. Throws `not_supported`. */
function readMark(model: PreTrainedModel, tokenizer: PreTrainedTokenizer, marker: string): number {
  const config = model.config as { image_token_id?: number; image_token_index?: number };
  const mark =
    config.image_token_index ??
    config.image_token_id ??
    tokenizer.encode(marker, { add_special_tokens: false })[0];
  if (mark === undefined)
    throw new EngineError(
      'not_supported',
      'The model does not say which token stands for a picture.',
    );
  return mark;
}

/** Without the tokens that the tokenizer puts around every text; the prompt has its own. */
function withoutFrame(tokens: readonly number[], tokenizer: PreTrainedTokenizer): number[] {
  const frame = tokenizer.encode('');
  const leading = frame.findIndex((token, index) => tokens[index] !== token);
  return tokens.slice(leading < 0 ? frame.length : leading);
}
