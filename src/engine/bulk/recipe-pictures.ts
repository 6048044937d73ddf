/**
 * Pictures in recipes, such as a watermark's. A recipe is text that is compared, undone and kept
 * often, so it only names them: by their contents, and the bytes lie beside it. A recipe's file has
 * them inside, as data URLs.
 */
import { EngineError } from '../errors.ts';
import { blobOfDataUrl, isPictureDataUrl, toDataUrl } from '../images/data-url.ts';
import type { Recipe } from './recipe.ts';

const PREFIX = 'picture:';

/** In the place of a picture that has still to be chosen. */
export const NO_PICTURE = PREFIX;

/** The name of a picture: the same for the same bytes. */
export async function namePicture(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return PREFIX + hex.join('');
}

export const isPictureName = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(PREFIX);

/** The names of the pictures that operations have, each once. */
export function listPictureNames(operations: Recipe): string[] {
  const names = operations
    .flatMap(({ options = {} }) => Object.values(options))
    .filter((value) => isPictureName(value) && value !== NO_PICTURE);
  return [...new Set(names as string[])];
}

export type FindPicture = (name: string) => Blob | undefined;

/**
 * The operations with the pictures themselves in the place of their names. Throws
 * `invalid_request` if one is not here.
 */
export function fillPictures(operations: Recipe, find: FindPicture): Recipe {
  return mapValues(operations, (value, place) =>
    isPictureName(value) ? findOrThrow(value, place, find) : value,
  );
}

/** A recipe as its file has it, with the pictures inside. Throws as `fillPictures` does. */
export async function embedPictures(operations: Recipe, find: FindPicture): Promise<Recipe> {
  const filled = fillPictures(operations, find);
  const urls = new Map<unknown, string>();
  for (const value of filled.flatMap(({ options = {} }) => Object.values(options)))
    if (value instanceof Blob) urls.set(value, await toDataUrl(value));
  return mapValues(filled, (value) => urls.get(value) ?? value);
}

/** The opposite: the recipe with names, and the pictures by these. */
export async function extractPictures(
  operations: Recipe,
): Promise<{ operations: Recipe; pictures: ReadonlyMap<string, Blob> }> {
  const pictures = new Map<string, Blob>();
  const names = new Map<unknown, string>();
  for (const value of operations.flatMap(({ options = {} }) => Object.values(options))) {
    if (typeof value !== 'string' || !isPictureDataUrl(value)) continue;
    const picture = blobOfDataUrl(value);
    const name = await namePicture(picture);
    pictures.set(name, picture);
    names.set(value, name);
  }
  return { operations: mapValues(operations, (value) => names.get(value) ?? value), pictures };
}

interface Place {
  op: string;
  option: string;
}

function mapValues(operations: Recipe, change: (value: unknown, place: Place) => unknown): Recipe {
  return operations.map(({ op, options }) => {
    if (!options) return { op };
    const changed = Object.entries(options).map(([option, value]) => [
      option,
      change(value, { op, option }),
    ]);
    return { op, options: Object.fromEntries(changed) as Record<string, unknown> };
  });
}

function findOrThrow(name: string, { op, option }: Place, find: FindPicture): Blob {
  const picture = find(name);
  if (picture) return picture;
  throw new EngineError(
    'invalid_request',
    name === NO_PICTURE
      ? `${op}: choose the picture to use.`
      : `${op}: its picture is no longer stored in this browser. Choose it again.`,
    { details: { operation: op, option } },
  );
}
