import type { PictureBeginnings } from '../../../engine-client/picture-library.ts';
import { takeName } from '../../../engine/files/take-name.ts';
import {
  writeDerivativesMarkup,
  type DerivativeFile,
} from '../../../engine/image-ops/derivatives/describe-derivatives.ts';
import type { MadeBase, MadeImage, StudioProject } from '../../../storage/studio/studio-project.ts';
import { titleOf } from '../draft/new-project.ts';
import { chosenCard } from './plan-set.ts';

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg' };

/** The ending that suits its format. */
export function extensionOf({ type }: Pick<MadeImage, 'type'>): string {
  return EXTENSIONS[type] ?? type.replace(/^.*\//, '');
}

const MOST_LETTERS = 40;

/** How names of files begin: the set's name, in letters and digits that every server takes. */
export function stemOf(project: Pick<StudioProject, 'name' | 'draft'>): string {
  const words = titleOf(project)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return (
    words
      .slice(0, MOST_LETTERS)
      .replace(/-[^-]*$/, (end) => (words.length > MOST_LETTERS ? '' : end)) || 'set'
  );
}

const LONGEST_ALT = 125;

/** What somebody has written, else the first sentence of the prompt. */
export function altOf({ draft, made }: Pick<StudioProject, 'draft' | 'made'>): string {
  if (draft.alt !== undefined && draft.alt.trim() !== '') return draft.alt.trim();
  const prompt = made.images[0]?.parameters.prompt ?? chosenCard(draft)?.prompt ?? '';
  const [sentence = ''] = prompt.split(/(?<=[.!?])\s/);
  const text = sentence.replace(/[.]$/, '').trim();
  const shown = text.charAt(0).toUpperCase() + text.slice(1);
  return shown.length <= LONGEST_ALT ? shown : shown.slice(0, LONGEST_ALT).replace(/\s\S*$/, '');
}

/** What the gallery is told of a picture of the set: where it came from. */
export function beginningOf({ id }: Pick<StudioProject, 'id'>): PictureBeginnings {
  return { origin: { kind: 'project', id } };
}

/** A picture of a set as a file. */
export interface SetFile {
  image: MadeImage;
  path: string;
}

/** The pictures of the sizes that are chosen, in their order, each under a name of its own. */
export function listSetFiles(project: StudioProject): SetFile[] {
  const taken = new Set<string>();
  const stem = stemOf(project);
  return project.draft.sizes.flatMap(({ name }) => {
    const image = project.made.images.find((each) => each.name === name);
    if (!image) return [];
    const safe = name.replace(/[\p{Cc}<>:"/\\|?*\s]+/gu, '-');
    return [{ image, path: takeName(taken, `${stem}-${safe}`, extensionOf(image)) }];
  });
}

/** HTML that shows the pictures, with the alternative text. */
export function writeSetMarkup(project: StudioProject, files: readonly SetFile[]): string {
  return writeDerivativesMarkup(files.map(toDerivative), { alt: altOf(project) });
}

/** What the set is and where it came from, as JSON for programs. */
export function writeSetManifest(project: StudioProject, files: readonly SetFile[]): string {
  const bases = project.made.draws.flatMap((draw) => draw.bases);
  const { brief, understanding } = project.draft;
  const manifest = {
    name: titleOf(project),
    brief,
    alt: altOf(project),
    ...(understanding && { understood: understanding.classification }),
    files: files.map((file) => {
      const { prompt, model, seed } = file.image.parameters;
      const base = bases.find(({ id }) => id === file.image.baseId);
      return {
        ...toDerivative(file),
        drawn: { prompt, model, seed, ...(base && describeBase(base)) },
      };
    }),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function toDerivative({ image, path }: SetFile): DerivativeFile {
  const { name, type, width, height, sizeBytes: bytes, crop } = image;
  return { path, name, type, width, height, bytes, crop };
}

function describeBase({ width, height, found, given }: MadeBase) {
  const focalPoint = given ? { ...given, method: 'given' } : found;
  return { width, height, ...(focalPoint && { focalPoint }) };
}
