import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { takeName } from '../../../engine/files/take-name.ts';
import {
  writeDerivativesManifest,
  writeDerivativesMarkup,
  type DerivativeFile,
} from '../../../engine/image-ops/derivatives/describe-derivatives.ts';
import type { FocalPoint } from '../../../engine/image-ops/focal/focal-point.ts';
import { stemOf, type NamedResult } from './name-results.ts';
import type { OutputSettings } from './output-store.ts';

/** A text that is saved beside the files. */
export interface ResultNote {
  /** With its ending. */
  name: string;
  text: string;
}

type PageTexts = Pick<OutputSettings, 'alt' | 'sizes'>;

const TYPES: Readonly<Record<string, string>> = { jpg: 'image/jpeg', ico: 'image/x-icon' };

/**
 * HTML and a manifest for each picture that was made into several named files, such as the sizes of
 * a page.
 */
export function describeResults(
  items: readonly BulkItem[],
  results: readonly NamedResult[],
  { alt, sizes }: PageTexts,
): ResultNote[] {
  const taken = new Set(results.map(({ name }) => name.toLowerCase()));
  return items.flatMap((item) => {
    const files = listFiles(item, results);
    if (files.length < 2) return [];
    const stem = stemOf(item.name);
    const texts = { alt: alt.replaceAll('{name}', stem), ...(sizes.trim() ? { sizes } : {}) };
    const focalPoint =
      item.outcome?.status === 'done' ? item.outcome.findings['focalPoint'] : undefined;
    return [
      {
        name: takeName(taken, stem, 'html'),
        text: writeDerivativesMarkup(files, texts),
      },
      {
        name: takeName(taken, stem, 'json'),
        text: writeDerivativesManifest(files, focalPoint as FocalPoint | undefined, texts.alt),
      },
    ];
  });
}

function listFiles({ id, outcome }: BulkItem, results: readonly NamedResult[]): DerivativeFile[] {
  if (outcome?.status !== 'done') return [];
  return results.flatMap((result) => {
    const file = outcome.files[result.index];
    if (result.id !== id || file?.name === undefined) return [];
    const { name, width, height, crop, extension, sizeBytes: bytes } = file;
    const type = TYPES[extension] ?? `image/${extension}`;
    return [{ path: result.name, name, type, width, height, bytes, crop }];
  });
}
