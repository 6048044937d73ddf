import type { PictureRequest } from '../../engine/studio/stages/picture-request.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import type { WireGenerateRequest } from './studio-schema.ts';
import { toOperations } from './to-operations.ts';

/** What the routes call a picture, in the engine's words. */
export function toPictureRequest(wire: WireGenerateRequest): PictureRequest {
  const { textOverlay, moderation, process, skip_processing: isBare, drawAgain, ...named } = wire;
  const { priority: _, ...rest } = named;
  return {
    ...definedOnly(rest),
    prompt: wire.prompt,
    ...definedOnly({
      textOverlay: typeof textOverlay === 'string' ? { text: textOverlay } : textOverlay,
      moderation: moderation || undefined,
      isDrawnAnew: drawAgain,
      process: process && !isBare ? toOperations(process) : undefined,
    }),
  };
}

const PRIORITIES = { low: -10, normal: 0, high: 10 } as const;

/** As a number; the higher go first. */
export function toPriority(wire: WireGenerateRequest['priority']): number {
  return typeof wire === 'string' ? PRIORITIES[wire] : (wire ?? 0);
}
