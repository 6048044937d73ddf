import { GGUF_QUANTISATIONS, type GgufQuantisation } from './quantisations.ts';

const PART = /-(\d{5})-of-(\d{5})(?=\.gguf$)/i;

/** What the name of a file in GGUF says. */
export interface GgufName {
  /** The path without the part. */
  whole: string;
  /** The model's name, without folders, number format and ending. */
  stem: string;
  quantisation: GgufQuantisation | undefined;
  /** From 1, of a model that was split; else both are 1. */
  part: number;
  parts: number;
}

/**
 * `undefined` for other files, and for those that are parts of others: projectors of pictures, and
 * statistics that quantising needs.
 *
 * @example
 * readGgufName('a/Qwen3-8B-Q4_K_M-00002-of-00003.gguf')?.quantisation; // → 'Q4_K_M'
 * readGgufName('mmproj-F16.gguf'); // → undefined
 */
export function readGgufName(path: string): GgufName | undefined {
  const name = path.split('/').at(-1) ?? path;
  if (!/\.gguf$/i.test(name) || /mmproj|imatrix/i.test(name)) return undefined;
  const [, part = '1', parts = '1'] = PART.exec(name) ?? [];
  const plain = name.replace(PART, '').replace(/\.gguf$/i, '');
  const [, mark = '', found] = QUANTISATION.exec(plain) ?? [];
  const quantisation = GGUF_QUANTISATIONS.find((each) => each === found?.toUpperCase());
  return {
    whole: path.replace(PART, ''),
    stem: quantisation ? plain.slice(0, plain.length - mark.length) || plain : plain,
    quantisation,
    part: Number(part),
    parts: Number(parts),
  };
}

/** At the end; Unsloth writes "UD-" before formats of its own mix. */
const QUANTISATION = new RegExp(
  `((?:[-._](?:UD-)?|^)(${[...GGUF_QUANTISATIONS].sort((a, b) => b.length - a.length).join('|')}))$`,
  'i',
);
