import { decodeBase64 } from '../../../src/api/base64.ts';
import type { ImageRequest } from '../../../src/engine/diffusion/diffusion-engine.ts';
import type { PixelImage } from '../../../src/engine/images/pixel-image.ts';
import { askForJson } from '../send-request.ts';
import { progressSchema } from './sdapi-schema.ts';
import type { SdapiEngineOptions } from './sdapi-engine.ts';

/** How far a picture is. */
export interface DrawnStep {
  step: number;
  of: number;
  /** Since the step before that was seen. */
  ms: number;
  secondsLeft: number;
  preview?: PixelImage;
}

const POLL_MS = 400;

/** Steps of a picture, as they are seen, until its answer is here. Looks that fail are left out. */
export async function* watchProgress(
  answering: Promise<unknown>,
  options: SdapiEngineOptions,
  { previewEveryMs }: ImageRequest,
  signal: AbortSignal,
): AsyncGenerator<DrawnStep> {
  const end = answering.then(
    () => 'end' as const,
    () => 'end' as const,
  );
  let last = 0;
  let seenAt = performance.now();
  while ((await Promise.race([end, wait(options.pollMs ?? POLL_MS)])) !== 'end') {
    const seen = await look(options, previewEveryMs != null, signal).catch(() => undefined);
    if (!seen || seen.step <= last) continue;
    last = seen.step;
    yield { ...seen, ms: performance.now() - seenAt };
    seenAt = performance.now();
  }
}

async function look(
  { upstream, decodePicture }: SdapiEngineOptions,
  isPreviewed: boolean,
  signal: AbortSignal,
): Promise<Omit<DrawnStep, 'ms'>> {
  const path = `/sdapi/v1/progress?skip_current_image=${!isPreviewed}`;
  const request = { method: 'GET', path, idleMs: 3000 } as const;
  const told = progressSchema.parse(await askForJson(upstream, request, signal));
  const picture = isPreviewed && told.current_image;
  return {
    step: told.state?.sampling_step ?? 0,
    of: told.state?.sampling_steps ?? 0,
    secondsLeft: Math.max(0, told.eta_relative ?? 0),
    ...(picture && {
      preview: await decodePicture(new Blob([decodeBase64(picture, 'preview')]), signal),
    }),
  };
}

function wait(ms: number): Promise<'again'> {
  return new Promise((resolve) => setTimeout(resolve, ms, 'again'));
}
