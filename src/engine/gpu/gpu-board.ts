import * as z from 'zod/mini';
import { BROWSER_DEVICES } from '../device.ts';

/** Someone is waiting for a turn. Times are ms since 1970, so that tabs can compare them. */
const waitingSchema = z.object({
  kind: z.literal('waiting'),
  id: z.string(),
  owner: z.string(),
  priority: z.enum(['interactive', 'batch']),
  /** When the work was asked for: the order within a priority. */
  since: z.number(),
  /** When this wait began: later than `since` if a long work gave way between two steps. */
  waitsFrom: z.number(),
});
export type WaitingNote = z.infer<typeof waitingSchema>;

/** Someone has weights in memory. */
const residentSchema = z.object({
  kind: z.literal('resident'),
  /** The same for as long as the owner lives in its tab. */
  id: z.string(),
  owner: z.string(),
  device: z.enum(BROWSER_DEVICES),
  bytes: z.number(),
  lastUsedAt: z.number(),
  /** Is computing right now, so it cannot be unloaded. */
  isBusy: z.boolean(),
});
export type ResidentNote = z.infer<typeof residentSchema>;

export const noteSchema = z.discriminatedUnion('kind', [waitingSchema, residentSchema]);
export type GpuNote = z.infer<typeof noteSchema>;

/**
 * What those sharing a GPU know about each other: a board of notes that vanish with their author,
 * and one turn. Web Locks between tabs (engine-client/web-gpu-board.ts); on a server anything that
 * has the same two properties.
 */
export interface GpuBoard {
  /** Posts a note; call the result to remove it. */
  post(note: GpuNote): Promise<() => void>;
  read(): Promise<GpuNote[]>;
  /**
   * Resolves with the turn, first come first served; call the result to pass it on. Rejects when
   * the signal fires.
   */
  takeTurn(signal: AbortSignal): Promise<() => void>;
  /**
   * Asks the note's author to free its memory. `false`: the note was still there after the timeout.
   */
  askToFree(note: ResidentNote, timeoutMs: number): Promise<boolean>;
  /** Called with the id of the note to be freed. */
  onAskedToFree(listener: (id: string) => void): void;
}
