import { CATALOG } from '../models/catalog.ts';
import { isForTask, type ChatManifest, type ImageManifest } from '../models/manifest.ts';
import { readCompanionId, nameForPeople, type CompanionModel } from './companion-model.ts';

/**
 * Models of a companion in the form of manifests, for what plans its work by those: the studio. Of
 * their files nobody tells, and they run nowhere but on the companion.
 */
const ELSEWHERE = {
  summary: '',
  origin: 'hub',
  repository: 'companion/model',
  revision: 'companion',
  licence: '',
  files: [],
  variants: [{ dtype: 'fp32', files: [{ path: 'weights' }] }],
} satisfies Partial<ChatManifest>;

/** As much as one reads where the server does not tell. */
const USUAL_CONTEXT = 4096;

type Known = Pick<CompanionModel, 'id' | 'title' | 'capabilities'> & Partial<CompanionModel>;

/** A model of which no more is known than its id, since its companion has not been heard of yet. */
export function guessCompanionModel(id: string): Known {
  return { id, title: nameForPeople(readCompanionId(id) ?? id), capabilities: [] };
}

export function describeCompanionChat({ id, title, contextLength }: Known): ChatManifest {
  return {
    ...ELSEWHERE,
    ...{ id, title, task: 'chat', engine: 'transformers' },
    contextLength: contextLength ?? USUAL_CONTEXT,
    capabilities: { guide: false },
    defaults: { maxTokens: 1024, temperature: 0.7, topP: 1 },
  };
}

/**
 * A model that draws: as the catalogue has it, or else by what the server tells of its sizes. One of
 * which nothing is known is taken for one of today's, which draw about a megapixel.
 */
export function describeCompanionImage({
  id,
  title,
  capabilities,
  pictureSize,
}: Known): ImageManifest {
  const all = CATALOG.filter((manifest) => isForTask(manifest, 'image'));
  const known = all.find((manifest) => manifest.id === readCompanionId(id));
  if (known) return { ...known, id, title };
  const { pipeline, defaults } = findOrdinary(all);
  return {
    ...ELSEWHERE,
    ...{ id, title, task: 'image', engine: 'diffusion', defaults },
    pipeline: { ...pipeline, size: pictureSize ?? MEGAPIXEL },
    capabilities: {
      textToImage: true,
      imageToImage: capabilities.includes('edits'),
      inpaint: capabilities.includes('mask'),
      negativePrompt: capabilities.includes('negative_prompt'),
    },
  };
}

const MEGAPIXEL = { width: 1024, height: 1024, multipleOf: 64, isFixed: false };

/** One that draws anything, in whatever shape, and reads sentences. */
function findOrdinary(all: readonly ImageManifest[]): ImageManifest {
  const found = all.find(
    ({ pipeline: { size, text } }) => !size.isFixed && text.knowsSingleWords !== true,
  );
  if (!found) throw new TypeError('The catalogue has no image model that draws anything.');
  return found;
}
