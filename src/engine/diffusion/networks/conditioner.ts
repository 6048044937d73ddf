import type { Arithmetic } from '../arithmetic/arithmetic.ts';
import { disposePrompt, type EncodedPrompt, type PromptEncoder } from './encode-prompt.ts';
import type { PromptReader } from '../prompts/prompt-reader.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';

/** The part of a job that decides the network's inputs. */
export interface PromptPair {
  prompt: string;
  negativePrompt: string | undefined;
  guidanceScale: number;
  clipSkip: number;
}

export interface Conditioning {
  positive: EncodedPrompt;
  negative?: EncodedPrompt | 'zeros';
}

/**
 * Encodes prompts and remembers the last pair, so that another picture of the same prompts costs no
 * encoding.
 */
export interface Conditioner {
  /** The result belongs to the conditioner and is valid until the next call. */
  condition(pair: PromptPair): Promise<Conditioning>;
  forget(): void;
}

export function createConditioner(
  arithmetic: Arithmetic,
  reader: PromptReader,
  encoder: PromptEncoder,
  layout: PipelineLayout,
): Conditioner {
  let kept: { key: string; conditioning: Conditioning } | undefined;

  function forget(): void {
    if (!kept) return;
    const { positive, negative } = kept.conditioning;
    disposePrompt(arithmetic, positive);
    if (negative && negative !== 'zeros') disposePrompt(arithmetic, negative);
    kept = undefined;
  }
  async function encode(
    { prompt, negativePrompt, clipSkip }: PromptPair,
    isGuided: boolean,
  ): Promise<Conditioning> {
    const isZero = negativePrompt === undefined && layout.text.absentNegative === 'zeros';
    const other = isGuided && !isZero ? (negativePrompt ?? '') : undefined;
    const chunkCount = Math.max(
      reader.countChunks(prompt),
      other === undefined ? 1 : reader.countChunks(other),
    );
    const positive = await encoder.encode(prompt, chunkCount, clipSkip);
    if (!isGuided) return { positive };
    // Only the wanted picture skips layers: diffusers does the same.
    return {
      positive,
      negative: other === undefined ? 'zeros' : await encoder.encode(other, chunkCount, 0),
    };
  }
  return {
    async condition(pair) {
      const isGuided = isGuidedBy(layout, pair.guidanceScale);
      const key = JSON.stringify([
        pair.prompt,
        isGuided ? (pair.negativePrompt ?? null) : false,
        pair.clipSkip,
      ]);
      if (kept?.key === key) return kept.conditioning;
      forget();
      const conditioning = await encode(pair, isGuided);
      kept = { key, conditioning };
      return conditioning;
    },
    forget,
  };
}

/** Whether the network runs with two prompts. */
function isGuidedBy({ denoiser: { guidance } }: PipelineLayout, scale: number): boolean {
  return guidance !== 'embedded' && scale > (guidance === 'standard' ? 1 : 0);
}
