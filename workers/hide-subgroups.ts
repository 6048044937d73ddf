const HIDDEN: ReadonlySet<string> = new Set(['subgroups', 'subgroup-size-control']);

/**
 * Lets adapters of this worker look as if they had no subgroups. ONNX Runtime's WebGPU provider
 * computes attention wrongly on adapters with subgroups of 4 or 8 (off by up to 0.8 in
 * MultiHeadAttention); without the feature it takes another path. Call before ONNX Runtime starts.
 */
export function hideSubgroups(): void {
  const original = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'features')?.get;
  if (!original) return;
  Object.defineProperty(GPUAdapter.prototype, 'features', {
    configurable: true,
    get(this: GPUAdapter) {
      const features = original.call(this) as GPUSupportedFeatures;
      return new Set([...features].filter((feature) => !HIDDEN.has(feature)));
    },
  });
}
