import { EngineError } from '../../errors.ts';
import type { ModelManifest } from '../manifest.ts';

/**
 * The most of what a configuration may ask for, by the ends of the names that families give it.
 * Runtimes make a list or a tensor of each before they look at the weights. Several times what the
 * largest models have.
 */
const LIMITS: readonly { name: RegExp; most: number; what: string }[] = [
  { name: /(?:^|_)(?:layers?|blocks)$/, most: 2_000, what: 'layers' },
  { name: /(?:^|_)(?:heads?|experts)$/, most: 20_000, what: 'heads or experts' },
  { name: /(?:^|_)(?:size|dim|inner|embd)$/, most: 2 ** 24, what: 'numbers in a row' },
];
const MAX_DEPTH = 4;

/**
 * Judges a model's `config.json` before anything is allocated by it. Throws `limit_exceeded` with a
 * sentence that names the value.
 */
export function checkConfig(config: unknown, { title }: Pick<ModelManifest, 'title'>): void {
  for (const [name, value] of listNumbers(config, MAX_DEPTH)) {
    const limit = LIMITS.find((each) => each.name.test(name));
    if (!limit || value <= limit.most) continue;
    throw new EngineError(
      'limit_exceeded',
      `${title} is too large for any device: its config.json asks for ${value.toLocaleString('en')} ${limit.what} (${name}). Choose another model.`,
      { details: { name, value } },
    );
  }
}

/** Also those of the parts that models of several kinds have. */
function* listNumbers(value: unknown, depth: number): Generator<[name: string, value: number]> {
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'number') yield [name, part];
    else yield* listNumbers(part, depth - 1);
  }
}
