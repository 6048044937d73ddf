/**
 * How the states of a text's tokens become one vector, in the order of llama.cpp's numbers
 * (`llama_pooling_type`): `rank` makes a judgement of them, and no vector.
 */
const POOLINGS = ['none', 'mean', 'cls', 'last', 'rank'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** `undefined`: a header does not say, or names one of a later llama.cpp. */
export function namePooling(type: number | undefined): Pooling | undefined {
  return type === undefined ? undefined : POOLINGS[type];
}

export function numberPooling(pooling: Pooling): number {
  return POOLINGS.indexOf(pooling);
}

/** What a model makes of texts: answers, vectors, or how well they fit together. */
export type TextTask = 'chat' | 'embedding' | 'ranking';

const MAKES_VECTORS = /bert|embed|^t5encoder$/;

/** Only models that are for vectors say how their states are pooled. */
export function taskOf(architecture: string, pooling: Pooling | undefined): TextTask {
  if (pooling === 'rank') return 'ranking';
  return pooling !== undefined || MAKES_VECTORS.test(architecture) ? 'embedding' : 'chat';
}
