import kokoro from '../models/catalog/kokoro.json' with { type: 'json' };
import supertonic from '../models/catalog/supertonic.json' with { type: 'json' };
import { isNamed } from '../models/file-names.ts';
import { manifestSchema, type ManifestFile, type ModelManifest } from '../models/manifest.ts';
import type { ListedRepository } from './listed-repository.ts';

/**
 * Speech models of one family differ in their weights and in the voices that lie beside them, not
 * in how they are run.
 */
const FAMILIES: Readonly<Record<string, unknown>> = { style_text_to_speech_2: kokoro, supertonic };

/**
 * The manifest of a repository whose `model_type` is that of a speech model we can run; `undefined`
 * for any other.
 */
export function describeSpeechModel(
  modelType: string | undefined,
  { repository, revision, licence, files }: ListedRepository,
): ModelManifest | undefined {
  const family = manifestSchema.safeParse(FAMILIES[modelType ?? '']).data;
  if (family?.task !== 'speech') return undefined;
  const find = (file: ManifestFile) =>
    [...files.values()].filter(({ path }) => isNamed(path, file.path));
  const variants = family.variants
    .map((variant) => ({ ...variant, files: variant.files.flatMap(find) }))
    .filter((variant) => variant.files.length > 0);
  const voices = family.voices.filter(({ file }) => files.has(file.path));
  if (variants.length === 0 || voices.length === 0) return undefined;
  return {
    ...family,
    id: repository,
    repository,
    revision,
    licence: licence ?? family.licence,
    files: family.files.flatMap(find),
    variants,
    voices: preferGraded(voices).map((voice) => ({
      ...voice,
      file: files.get(voice.file.path) ?? voice.file,
    })),
  };
}

/** The best graded voice first: it is the default. */
function preferGraded<T extends { grade?: string | undefined }>(voices: readonly T[]): T[] {
  const [best] = [...voices].sort((a, b) => rank(a) - rank(b));
  return [...voices].sort((a, b) => Number(b === best) - Number(a === best));
}

/** "A" before "A-" before "B+"; without a grade last. */
function rank({ grade }: { grade?: string | undefined }): number {
  if (!grade) return Infinity;
  return grade.charCodeAt(0) * 3 + ({ '+': -1, '-': 1 }[grade[1] ?? ''] ?? 0);
}
