import { chooseToUnload } from '../../src/engine/gpu/turn-order.ts';

/** What a model holds in a place. */
export interface PlacedModel {
  bytes: number;
  isBusy: boolean;
  lastUsedAt: number;
  /** Is to stay where that is possible. */
  isWarm: boolean;
}

/** One device, or several that share a model, with what is in their memory. */
export interface Place<Model extends PlacedModel> {
  /** Ids of the devices. */
  devices: readonly string[];
  freeBytes: number;
  models: readonly Model[];
}

export type RoomPlan<Model extends PlacedModel> =
  | { do: 'load'; place: Place<Model> }
  | { do: 'unload'; models: readonly Model[] }
  /** Until one of these has nothing to do. */
  | { do: 'wait'; models: readonly Model[] };

/** Makes warm models later than all others. */
const WARM_MS = 1e15;

/**
 * What to do so that so many bytes find room. `singles`: devices by themselves; `together`: all of
 * them, for what is larger than any; where even that is too little, everything that can go is unloaded
 * and the model tries it, since llama.cpp leaves on the processor what does not fit.
 */
export function planRoom<Model extends PlacedModel>(
  singles: readonly Place<Model>[],
  together: Place<Model>,
  bytes: number,
): RoomPlan<Model> {
  const plan = planAmong(singles, bytes) ?? planAmong([together], bytes);
  if (plan) return plan;
  const idle = together.models.filter(({ isBusy }) => !isBusy);
  if (idle.length > 0) return { do: 'unload', models: idle };
  if (together.models.length > 0) return { do: 'wait', models: together.models };
  return { do: 'load', place: together };
}

/** Undefined where none of the places is large enough. */
function planAmong<Model extends PlacedModel>(
  places: readonly Place<Model>[],
  bytes: number,
): RoomPlan<Model> | undefined {
  const byFree = [...places].sort((a, b) => b.freeBytes - a.freeBytes);
  const free = byFree.find(({ freeBytes }) => freeBytes >= bytes);
  if (free) return { do: 'load', place: free };
  const idle = byFree.find((place) => couldFree(place, ({ isBusy }) => !isBusy) >= bytes);
  if (idle) return { do: 'unload', models: chooseFrom(idle, bytes) };
  const busy = byFree.find((place) => couldFree(place, () => true) >= bytes);
  return busy && { do: 'wait', models: busy.models.filter(({ isBusy }) => isBusy) };
}

function couldFree<Model extends PlacedModel>(
  { freeBytes, models }: Place<Model>,
  isFreed: (model: Model) => boolean,
): number {
  return models.filter(isFreed).reduce((sum, model) => sum + model.bytes, freeBytes);
}

/** The least recently used first, warm ones last. */
function chooseFrom<Model extends PlacedModel>(
  { freeBytes, models }: Place<Model>,
  bytes: number,
): Model[] {
  const notes = models.map((model) => ({
    ...{ model, bytes: model.bytes, isBusy: model.isBusy },
    lastUsedAt: model.lastUsedAt + (model.isWarm ? WARM_MS : 0),
  }));
  const heldBytes = models.reduce((sum, model) => sum + model.bytes, 0);
  return chooseToUnload(notes, bytes, freeBytes + heldBytes).map(({ model }) => model);
}
