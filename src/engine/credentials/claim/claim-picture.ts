import type { ImageParameters } from '../../images/metadata/image-parameters.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { ClaimedEdit, ClaimedModel, ClaimedOrigin, PictureClaim } from './picture-claim.ts';

/** The pictures among which a picture's origin is looked for. */
export interface PictureFamily {
  /** `undefined`: it is not there any more. */
  find(id: string): StoredPicture | undefined;
  readFile(id: string): Promise<Blob>;
}

/** Longer histories would be a circle, which only a damaged backup has. */
const MAX_GENERATIONS = 50;

/**
 * What is known about how a stored picture came about, back to where it began. Of a picture that
 * was taken in from a file, nothing is said but that it was opened: what its texts tell, anybody
 * could have written.
 */
export async function claimPicture(
  picture: StoredPicture,
  family: PictureFamily,
  generations = 0,
): Promise<PictureClaim> {
  const { jobId, sourceId, createdAt, parameters } = picture;
  // Whatever was drawn here was drawn for a job.
  if (jobId === undefined)
    return { origin: { kind: 'opened', file: await family.readFile(picture.id) }, edits: [] };
  const drawn: ClaimedOrigin = { kind: 'created', sourceType: 'drawn', at: createdAt };
  if (isFromWords(parameters))
    return { origin: { ...drawn, model: nameModel(parameters) }, edits: [] };
  const source = sourceId === undefined ? undefined : family.find(sourceId);
  const edit = describeEdit(picture);
  if (!source || generations === MAX_GENERATIONS)
    return { origin: { ...drawn, sourceType: 'composite' }, edits: [edit] };
  const { origin, edits } = await claimPicture(source, family, generations + 1);
  return { origin, edits: [...edits, edit] };
}

function isFromWords({ task }: ImageParameters): boolean {
  return task === undefined || task === 'text-to-image';
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'image-to-image': 'A model redrew the picture.',
  inpaint: 'A model redrew a part of the picture.',
  outpaint: 'A model drew more around the picture.',
  upscale: 'A model enlarged the picture.',
};

/** What was made of another picture. */
function describeEdit({ createdAt, parameters }: StoredPicture): ClaimedEdit {
  const { task = '' } = parameters;
  const description = DESCRIPTIONS[task];
  return {
    action: task === 'upscale' ? 'c2pa.resized' : 'c2pa.edited',
    at: createdAt,
    sourceType: 'composite',
    ...(description ? { description } : {}),
    // An enlarged picture keeps the parameters of what it was enlarged from.
    ...(task === 'upscale' ? {} : { model: nameModel(parameters) }),
  };
}

function nameModel({ model, revision }: ImageParameters): ClaimedModel {
  return { id: model, ...(revision ? { revision } : {}) };
}
