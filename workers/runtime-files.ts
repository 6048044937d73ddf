import gpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import gpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import processorMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import processorWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

const absolute = (url: string) => new URL(url, location.href).href;

/**
 * ONNX Runtime's two files for each device, on our own origin. The one for the processor alone is
 * half the size.
 */
export const RUNTIME_FILES = {
  webgpu: { mjs: absolute(gpuMjs), wasm: absolute(gpuWasm) },
  wasm: { mjs: absolute(processorMjs), wasm: absolute(processorWasm) },
};
