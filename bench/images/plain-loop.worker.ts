/**
 * The loop as ONNX Runtime's public examples have it: sessions with their outputs in JavaScript's
 * memory, guidance as a batch of two, the scheduler's step in a loop over arrays.
 */
import { expose } from 'comlink';
import type { InferenceSession } from 'onnxruntime-common';
import * as ort from 'onnxruntime-web/webgpu';
import type { BrowserDevice } from '../../src/engine/device.ts';
import { RUNTIME_FILES } from '../../workers/runtime-files.ts';
import type { Drawing, PictureOrder } from './picture-runner.ts';

const FOLDER = new URL('/starter/triptych/stickers/', location.href).href;
const LATENTS = [12, 16, 16] as const;
const LENGTH = LATENTS[0] * LATENTS[1] * LATENTS[2];

interface Sessions {
  text: InferenceSession;
  unet: InferenceSession;
  decoder: InferenceSession;
}
let sessions: Sessions | undefined;

const peer = {
  /** Returns the time it took, in ms. */
  async load(device: BrowserDevice, threads: number): Promise<number> {
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = RUNTIME_FILES[device];
    const begin = performance.now();
    const open = async (path: string) => {
      const bytes = new Uint8Array(
        await (await fetch(`${FOLDER}${path}/model.onnx`)).arrayBuffer(),
      );
      return ort.InferenceSession.create(bytes, { executionProviders: [device] });
    };
    sessions = {
      text: await open('text_encoder'),
      unet: await open('unet'),
      decoder: await open('vae_decoder'),
    };
    return performance.now() - begin;
  },
  async draw({ tokens, negativeTokens, steps, guidance, noise }: PictureOrder): Promise<Drawing> {
    if (!sessions) throw new Error('The peer has no model.');
    const begin = performance.now();
    const { last_hidden_state: hidden, pooled } = await sessions.text.run({
      input_ids: new ort.Tensor(
        'int64',
        BigInt64Array.from([...negativeTokens, ...tokens], BigInt),
        [2, 20],
      ),
    });
    if (!hidden || !pooled) throw new Error('The text encoder gave nothing.');
    let bytesRead = 0;
    const stepMs: number[] = [];
    const latents = Float32Array.from(noise);
    const sigmas = Array.from({ length: steps + 1 }, (_, index) => shift(1 - index / steps));
    for (let step = 0; step < steps; step++) {
      const stepBegin = performance.now();
      const sigma = sigmas[step] ?? 0;
      const both = new Float32Array(2 * LENGTH);
      both.set(latents);
      both.set(latents, LENGTH);
      const { out_sample: output } = await sessions.unet.run({
        sample: new ort.Tensor('float32', both, [2, ...LATENTS]),
        timestep: new ort.Tensor('float32', [1000 * sigma, 1000 * sigma], [2]),
        encoder_hidden_states: hidden,
        text_embeds: pooled,
      });
      const velocity = output?.data as Float32Array;
      bytesRead += velocity.byteLength;
      for (let index = 0; index < LENGTH; index++) {
        const without = velocity[index] ?? 0;
        const guided = without + guidance * ((velocity[LENGTH + index] ?? 0) - without);
        latents[index] = (latents[index] ?? 0) + ((sigmas[step + 1] ?? 0) - sigma) * guided;
      }
      stepMs.push(performance.now() - stepBegin);
    }
    const { sample } = await sessions.decoder.run({
      latent_sample: new ort.Tensor('float32', latents, [1, ...LATENTS]),
    });
    const pixels = toPixels(sample?.data as Float32Array);
    return {
      seconds: (performance.now() - begin) / 1000,
      stepMs,
      bytesReadPerStep: bytesRead / steps,
      pixels,
    };
  },
};
export type PlainLoop = typeof peer;

const shift = (sigma: number) => (2 * sigma) / (1 + sigma);

/** RGB, 8 bits. */
function toPixels(planes: Float32Array): number[] {
  const count = planes.length / 3;
  return Array.from({ length: count * 3 }, (_, index) => {
    const value = planes[(index % 3) * count + Math.floor(index / 3)] ?? 0;
    return Math.round(255 * Math.min(1, Math.max(0, value / 2 + 0.5)));
  });
}

expose(peer);
