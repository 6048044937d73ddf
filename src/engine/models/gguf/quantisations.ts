/**
 * The number formats of whole models in GGUF, by llama.cpp's names: the one to take first comes
 * first. Four bits with the important weights in six are what people use; below three bits models
 * begin to ramble.
 */
export const GGUF_QUANTISATIONS = [
  ...(['Q4_K_M', 'Q4_K_XL', 'Q4_K_L', 'IQ4_NL', 'Q4_K_S', 'IQ4_XS', 'Q4_0', 'Q4_1'] as const),
  ...(['MXFP4', 'Q5_K_M', 'Q5_K_XL', 'Q5_K_L', 'Q5_K_S', 'Q5_0', 'Q5_1'] as const),
  ...(['Q6_K', 'Q6_K_XL', 'Q6_K_L', 'Q8_0', 'Q8_K_XL'] as const),
  ...(['Q3_K_L', 'Q3_K_XL', 'Q3_K_M', 'IQ3_M', 'IQ3_S', 'Q3_K_S', 'IQ3_XS', 'IQ3_XXS'] as const),
  ...(['BF16', 'F16', 'F32'] as const),
  ...(['Q2_K_XL', 'Q2_K_L', 'Q2_K', 'IQ2_M', 'Q2_K_S', 'IQ2_S', 'IQ2_XS', 'IQ2_XXS'] as const),
  ...(['TQ2_0', 'TQ1_0', 'IQ1_M', 'IQ1_S'] as const),
] as const;
export type GgufQuantisation = (typeof GGUF_QUANTISATIONS)[number];

export function isGgufQuantisation(name: string): name is GgufQuantisation {
  return (GGUF_QUANTISATIONS as readonly string[]).includes(name);
}

/** llama.cpp's `llama_ftype`, by number. */
const NAMES: Readonly<Record<number, GgufQuantisation>> = {
  ...{ 0: 'F32', 1: 'F16', 2: 'Q4_0', 3: 'Q4_1', 7: 'Q8_0', 8: 'Q5_0', 9: 'Q5_1', 10: 'Q2_K' },
  ...{ 11: 'Q3_K_S', 12: 'Q3_K_M', 13: 'Q3_K_L', 14: 'Q4_K_S', 15: 'Q4_K_M', 16: 'Q5_K_S' },
  ...{ 17: 'Q5_K_M', 18: 'Q6_K', 19: 'IQ2_XXS', 20: 'IQ2_XS', 21: 'Q2_K_S', 22: 'IQ3_XS' },
  ...{ 23: 'IQ3_XXS', 24: 'IQ1_S', 25: 'IQ4_NL', 26: 'IQ3_S', 27: 'IQ3_M', 28: 'IQ2_S' },
  ...{ 29: 'IQ2_M', 30: 'IQ4_XS', 31: 'IQ1_M', 32: 'BF16', 36: 'TQ1_0', 37: 'TQ2_0', 38: 'MXFP4' },
};

/** Such as `Q4_K_M`; `undefined` for kinds of a later llama.cpp. */
export function nameQuantisation(fileType: number | undefined): GgufQuantisation | undefined {
  return fileType === undefined ? undefined : NAMES[fileType];
}
