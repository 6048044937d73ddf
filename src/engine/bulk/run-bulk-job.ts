import type { ImageOpsEngine } from '../image-ops/image-ops-engine.ts';
import { untilAborted } from '../until-aborted.ts';
import type { BulkItem, Outcome } from './bulk-item.ts';
import { withFocalPoint } from './focal-points.ts';
import { describeFailure, describeResult, isCurrent } from './outcomes.ts';
import { nameRecipe, type Recipe } from './recipe.ts';
import { runBulk, type BulkEvent } from './run-bulk.ts';

/** A recipe to be run on pictures of a list; outlives a reload. */
export interface BulkTask {
  listId: string;
  /** With the names of the pictures that it uses. */
  recipe: Recipe;
  /** Of the list's pictures, in the order in which they are processed. */
  ids: readonly string[];
}

/** How far a run is. */
export interface BulkReport {
  /** Pictures that are through, with those that failed. */
  through: number;
  failed: number;
  /** Those of them that were processed since the run was begun or went on. */
  processed: number;
  /** The picture that is processed now, and how much of it is done, 0 to 1. */
  work: { id: string; done: number } | null;
  /** The picture whose outcome was kept last. */
  kept: string | null;
}

/** The pictures of a list, as a run needs them. */
export interface BulkList {
  /** `undefined`: it was taken out. */
  read(id: string): Promise<BulkItem | undefined>;
  readSource(id: string): Promise<Blob>;
  /** Keeps what became of a picture, unless it was taken out meanwhile. Throws `storage_full`. */
  keep(id: string, outcome: Outcome, made: readonly Blob[]): Promise<void>;
  /** The recipe with the pictures that it names. Throws `invalid_request` if one is gone. */
  fillRecipe(recipe: Recipe): Promise<Recipe>;
}

/** What a run is made with. */
export interface BulkRunner {
  engine: ImageOpsEngine;
  openList(listId: string): Promise<BulkList>;
}

interface BulkWatch {
  onReport(report: BulkReport): void;
  /** Asked between two pictures: whether something else comes first. */
  mustGiveWay(): boolean;
}

/**
 * Runs the recipe on the pictures that have not been through it yet: a run that goes on makes
 * nothing twice. Each outcome is kept before anyone hears of it. Resolves with `unfinished` where it
 * has given way, and throws as `runBulk` does.
 */
export async function runBulkJob(
  runner: BulkRunner,
  { listId, recipe, ids }: BulkTask,
  signal: AbortSignal,
  { onReport, mustGiveWay }: BulkWatch,
): Promise<'unfinished' | undefined> {
  const name = nameRecipe(recipe);
  const list = await runner.openList(listId);
  const operations = await list.fillRecipe(recipe);
  let report: BulkReport = { through: 0, failed: 0, processed: 0, work: null, kept: null };
  const tell = (part: Partial<BulkReport>) => onReport((report = { ...report, ...part }));
  const isFailure = (item?: BulkItem) => item?.outcome?.status === 'failed';
  for (const id of ids) {
    const item = await list.read(id);
    if (item && !isCurrent(item, name)) {
      if (report.processed > 0 && mustGiveWay()) return 'unfinished';
      const events = runOne(runner.engine, list, item, operations, signal);
      for await (const event of untilAborted(events, signal)) {
        if (event.type === 'item-start') tell({ work: { id, done: 0 } });
        if (event.type === 'item-progress') tell({ work: { id, done: event.done } });
        if (await keepOutcome(list, event, { recipe: name, focalPoint: item.focalPoint }))
          tell({ kept: id, work: null, processed: report.processed + 1 });
      }
    }
    const failed = report.failed + (isFailure(await list.read(id)) ? 1 : 0);
    tell({ through: report.through + 1, failed });
  }
  return undefined;
}

function runOne(
  engine: ImageOpsEngine,
  { readSource }: BulkList,
  { id, focalPoint }: BulkItem,
  operations: Recipe,
  signal: AbortSignal,
): AsyncIterable<BulkEvent> {
  const operationsFor = () => withFocalPoint(operations, focalPoint);
  return runBulk(engine, { ids: [id], open: readSource, operationsFor }, signal);
}

async function keepOutcome(
  { keep }: BulkList,
  event: BulkEvent,
  used: Parameters<typeof describeFailure>[1],
): Promise<boolean> {
  const { id, type } = event;
  if (type === 'item-failed') await keep(id, describeFailure(event.error, used), []);
  if (type === 'item-end') {
    const made = event.made.files.map(({ file }) => file);
    await keep(id, describeResult(event, used), made);
  }
  return type === 'item-failed' || type === 'item-end';
}
