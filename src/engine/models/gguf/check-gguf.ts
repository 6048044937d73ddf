import { EngineError } from '../../errors.ts';
import type { ModelArchitecture } from '../manifest.ts';
import { explainArchitecture } from './architectures.ts';
import { damaged } from './gguf-reader.ts';
import type { GgufHeader } from './read-gguf-header.ts';
import type { TextTask } from './text-task.ts';

/** Conversations below this are not worth a download. */
const LEAST_CONTEXT = 512;
/** llama.cpp counts in steps of this many tokens. */
const CONTEXT_STEP = 256;
/** What one pass computes with, and the program itself. */
const WORKING_BYTES = 256e6;
/** Bytes of a number among keys and values. */
const BYTES_OF_NUMBER = 2;

const OTHER_TASKS: Readonly<Partial<Record<TextTask, string>>> = {
  embedding: 'it makes vectors of texts and does not chat',
  ranking: 'it judges how well texts fit together and does not chat',
};

/**
 * Throws `not_supported` for a model that llama.cpp does not run or that does not chat, and
 * `weights_damaged` for a file that ends before its weights do.
 */
export function checkGguf(header: GgufHeader, sizeBytes: number, title: string): void {
  const problem = OTHER_TASKS[header.task] ?? explainArchitecture(header.architecture);
  if (problem !== undefined)
    throw new EngineError('not_supported', `${title} cannot be used: ${problem}.`, {
      details: { architecture: header.architecture },
    });
  if (sizeBytes < header.leastBytes)
    throw damaged(
      `it is cut off after ${sizeBytes} of at least ${header.leastBytes} bytes. Get it again`,
    );
}

/**
 * Tokens of prompt and answer for which there is memory beside the weights, at most `wanted`.
 * Throws `out_of_memory` where the weights leave no room, with `neededBytes` and `availableBytes` in
 * its details.
 *
 * @example
 * const layout = { type: 'llama', layers: 16, hiddenSize: 2048, keyValueHeads: 8, headSize: 64, vocabularySize: 128_256 };
 * fitContext(layout, 0.8e9, 4e9, 8192, 'Llama 3.2 1B'); // → 8192
 * fitContext(layout, 3.7e9, 4e9, 8192, 'Llama 3.2 1B'); // → 1280
 */
export function fitContext(
  layout: ModelArchitecture | undefined,
  weightBytes: number,
  availableBytes: number,
  wanted: number,
  title: string,
): number {
  const perToken = layout
    ? 2 * layout.layers * layout.keyValueHeads * layout.headSize * BYTES_OF_NUMBER
    : 0;
  const left = availableBytes - weightBytes - WORKING_BYTES;
  const fitting =
    perToken === 0 ? Infinity : Math.floor(left / perToken / CONTEXT_STEP) * CONTEXT_STEP;
  const tokens = Math.min(wanted, fitting);
  if (left > 0 && tokens >= Math.min(LEAST_CONTEXT, wanted)) return tokens;
  const neededBytes = weightBytes + WORKING_BYTES + perToken * LEAST_CONTEXT;
  throw new EngineError(
    'out_of_memory',
    `${title} needs ${formatGigabytes(neededBytes)} of memory, and WebAssembly has ${formatGigabytes(availableBytes)}. Choose a smaller build of it.`,
    { details: { neededBytes, availableBytes } },
  );
}

function formatGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
