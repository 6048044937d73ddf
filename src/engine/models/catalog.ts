import type { DeviceInfo } from '../device.ts';
import deepseekR1 from './catalog/deepseek-r1-distill-qwen-1.5b.json' with { type: 'json' };
import gemma3Tiny from './catalog/gemma-3-270m.json' with { type: 'json' };
import gemma3Small from './catalog/gemma-3-1b.json' with { type: 'json' };
import llama32Small from './catalog/llama-3.2-1b.json' with { type: 'json' };
import llama31Mlc from './catalog/llama-3.1-8b-mlc.json' with { type: 'json' };
import llama32Medium from './catalog/llama-3.2-3b.json' with { type: 'json' };
import llama32Mlc from './catalog/llama-3.2-3b-mlc.json' with { type: 'json' };
import llama32Gguf from './catalog/llama-3.2-1b-gguf.json' with { type: 'json' };
import qwen3Gguf from './catalog/qwen3-1.7b-gguf.json' with { type: 'json' };
import smollm2Gguf from './catalog/smollm2-1.7b-gguf.json' with { type: 'json' };
import qwen25 from './catalog/qwen2.5-0.5b.json' with { type: 'json' };
import qwen3 from './catalog/qwen3-0.6b.json' with { type: 'json' };
import qwen3MediumMlc from './catalog/qwen3-4b-mlc.json' with { type: 'json' };
import qwen3LargeMlc from './catalog/qwen3-8b-mlc.json' with { type: 'json' };
import qwen35 from './catalog/qwen3.5-0.8b.json' with { type: 'json' };
import smollm2Large from './catalog/smollm2-1.7b.json' with { type: 'json' };
import fastVlm from './catalog/fastvlm-0.5b.json' with { type: 'json' };
import smolVlm from './catalog/smolvlm-256m.json' with { type: 'json' };
import lfm25Tiny from './catalog/lfm2.5-350m.json' with { type: 'json' };
import lfm25Small from './catalog/lfm2.5-1.2b.json' with { type: 'json' };
import lfm25Medium from './catalog/lfm2.5-2.6b.json' with { type: 'json' };
import lfm25Vl from './catalog/lfm2.5-vl-450m.json' with { type: 'json' };
import bonsai from './catalog/bonsai-1.7b.json' with { type: 'json' };
import graniteTiny from './catalog/granite-4.0-350m.json' with { type: 'json' };
import graniteSmall from './catalog/granite-4.0-1b.json' with { type: 'json' };
import smollm3 from './catalog/smollm3-3b.json' with { type: 'json' };
import qwen3Medium from './catalog/qwen3-4b.json' with { type: 'json' };
import qwen35Small from './catalog/qwen3.5-2b.json' with { type: 'json' };
import gemma4 from './catalog/gemma-4-e2b.json' with { type: 'json' };
import gptOss from './catalog/gpt-oss-20b.json' with { type: 'json' };
import qwen35TinyMlc from './catalog/qwen3.5-0.8b-mlc.json' with { type: 'json' };
import qwen35SmallMlc from './catalog/qwen3.5-2b-mlc.json' with { type: 'json' };
import qwen35MediumMlc from './catalog/qwen3.5-4b-mlc.json' with { type: 'json' };
import qwen35LargeMlc from './catalog/qwen3.5-9b-mlc.json' with { type: 'json' };
import phi4Mlc from './catalog/phi-4-mini-mlc.json' with { type: 'json' };
import espeakNg from './catalog/espeak-ng.json' with { type: 'json' };
import flite from './catalog/flite.json' with { type: 'json' };
import guide from './catalog/guide.json' with { type: 'json' };
import kittenMicro from './catalog/kitten-micro.json' with { type: 'json' };
import kittenMini from './catalog/kitten-mini.json' with { type: 'json' };
import kittenNano from './catalog/kitten-nano.json' with { type: 'json' };
import kittenNanoInt8 from './catalog/kitten-nano-int8.json' with { type: 'json' };
import kokoro from './catalog/kokoro.json' with { type: 'json' };
import smollm2Small from './catalog/smollm2-135m.json' with { type: 'json' };
import smollm2Medium from './catalog/smollm2-360m.json' with { type: 'json' };
import realesr from './catalog/realesr-animevideov3.json' with { type: 'json' };
import sdxs from './catalog/sdxs-dreamshaper.json' with { type: 'json' };
import taesd from './catalog/taesd.json' with { type: 'json' };
import sdTurbo from './catalog/sd-turbo.json' with { type: 'json' };
import lcmDreamshaper from './catalog/lcm-dreamshaper.json' with { type: 'json' };
import sdxlTurbo from './catalog/sdxl-turbo.json' with { type: 'json' };
import segmindVega from './catalog/segmind-vega.json' with { type: 'json' };
import stableDiffusion15 from './catalog/stable-diffusion-1.5.json' with { type: 'json' };
import stableDiffusion15Fixed from './catalog/stable-diffusion-1.5-webnn.json' with { type: 'json' };
import stableDiffusion21 from './catalog/stable-diffusion-2.1.json' with { type: 'json' };
import zImageTurbo from './catalog/z-image-turbo.json' with { type: 'json' };
import stickers from './catalog/stickers.json' with { type: 'json' };
import piper from './catalog/piper.ts';
import minilm from './catalog/minilm.json' with { type: 'json' };
import supertonic3 from './catalog/supertonic-3.json' with { type: 'json' };
import supertonic from './catalog/supertonic.json' with { type: 'json' };
import mobilenet from './catalog/nsfwjs-mobilenet-v2.json' with { type: 'json' };
import rivagan from './catalog/rivagan.json' with { type: 'json' };
import u2netp from './catalog/u2netp.json' with { type: 'json' };
import yunet from './catalog/yunet.json' with { type: 'json' };
import { manifestSchema, sizeOfVariant, type ModelManifest } from './manifest.ts';
import { chooseBuild } from './load/choose-build.ts';

/** The models that Triptych knows without asking a hub, the built-in one first. */
export const CATALOG: readonly ModelManifest[] = [
  guide,
  smollm2Small,
  smollm2Medium,
  lfm25Tiny,
  graniteTiny,
  qwen25,
  qwen3,
  qwen35,
  lfm25Small,
  bonsai,
  llama32Small,
  gemma3Tiny,
  gemma3Small,
  graniteSmall,
  smollm2Large,
  qwen35Small,
  deepseekR1,
  smolVlm,
  lfm25Vl,
  fastVlm,
  lfm25Medium,
  gemma4,
  smollm3,
  llama32Medium,
  llama32Gguf,
  smollm2Gguf,
  qwen3Gguf,
  qwen35TinyMlc,
  qwen35SmallMlc,
  llama32Mlc,
  phi4Mlc,
  qwen3MediumMlc,
  qwen35MediumMlc,
  qwen3Medium,
  llama31Mlc,
  qwen3LargeMlc,
  qwen35LargeMlc,
  gptOss,
  stickers,
  sdTurbo,
  sdxs,
  lcmDreamshaper,
  stableDiffusion15,
  stableDiffusion15Fixed,
  stableDiffusion21,
  sdxlTurbo,
  segmindVega,
  zImageTurbo,
  taesd,
  realesr,
  yunet,
  u2netp,
  mobilenet,
  rivagan,
  minilm,
  flite,
  kokoro,
  piper,
  supertonic3,
  supertonic,
  kittenNano,
  kittenNanoInt8,
  kittenMicro,
  kittenMini,
  espeakNg,
].map((entry) => manifestSchema.parse(entry));

/** Answers before anything has been downloaded. */
export const BUILT_IN_CHAT_MODEL = 'triptych/guide';

/** Draws before anything has been downloaded. */
export const BUILT_IN_IMAGE_MODEL = 'triptych/stickers';

/** Enlarges pictures. */
export const BUILT_IN_UPSCALE_MODEL = 'xinntao/realesr-animevideov3';

/** Finds faces. */
export const FACE_MODEL = 'opencv/yunet';

/** Finds the main thing in a picture. */
export const SALIENCY_MODEL = 'xuebinqin/u2netp';

/** Sorts pictures by what they show. */
export const MODERATION_MODEL = 'nsfwjs/mobilenet-v2';

/** Hides and reads invisible marks. */
export const MARK_MODEL = 'dai-lab/rivagan';

/** Tells what texts mean. */
export const EMBEDDING_MODEL = 'sentence-transformers/all-MiniLM-L6-v2';

/** Data of single languages for eSpeak NG, each fetched with the first voice that needs it. */
export const PHONEME_LANGUAGES = 'triptych/espeak-ng-languages';

/** Speaks before anything has been downloaded. */
export const BUILT_IN_SPEECH_MODEL = 'triptych/flite';

/**
 * The download to offer when the guide is not enough: the largest that runs at a good speed on this
 * device.
 */
export function recommendChatModel(
  models: readonly ModelManifest[],
  device: DeviceInfo,
): ModelManifest | undefined {
  const sized = models
    .filter((manifest) => manifest.origin === 'hub' && manifest.task === 'chat')
    // Those in GGUF are for people who choose them: another build of the same model is listed, too.
    .filter(({ engine }) => engine !== 'llama-cpp')
    .flatMap((manifest) => {
      const build = chooseBuild(manifest, device, 'auto');
      const sizeBytes = build && sizeOfVariant(manifest, build.variant.dtype);
      return sizeBytes && sizeBytes <= MAX_RECOMMENDED_BYTES[build.device]
        ? [{ manifest, sizeBytes }]
        : [];
    });
  const weightOf = ({ manifest, sizeBytes }: (typeof sized)[number]) =>
    manifest.parameters ?? sizeBytes;
  return sized.sort((a, b) => weightOf(b) - weightOf(a))[0]?.manifest;
}

/**
 * On wasm a larger model answers more slowly than people read; on a GPU a larger one is a download
 * that users should choose themselves.
 */
const MAX_RECOMMENDED_BYTES = { wasm: 256e6, webgpu: 1.2e9 };
