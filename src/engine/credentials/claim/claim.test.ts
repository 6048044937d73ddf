import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../image-ops/operations/operations.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { SOFTWARE } from '../../software.ts';
import { OPERATION_ACTIONS } from './actions.ts';
import { claimPicture } from './claim-picture.ts';
import { defineManifest } from './manifest-definition.ts';
import { claimOperations } from './picture-claim.ts';

const [name, version] = SOFTWARE.split(' ');
const softwareAgent = { name, version };

const PICTURE: StoredPicture = {
  id: 'fox',
  createdAt: 1_000,
  width: 8,
  height: 8,
  sizeBytes: 1,
  isFavourite: false,
  jobId: 'job',
  parameters: {
    prompt: 'a fox',
    seed: 7,
    numInferenceSteps: 2,
    guidanceScale: 1,
    scheduler: 'euler',
    width: 8,
    height: 8,
    model: 'triptych/stickers',
    revision: 'abc',
    task: 'text-to-image',
  },
};
const MODEL = { id: 'triptych/stickers', revision: 'abc' };

type Task = NonNullable<StoredPicture['parameters']['task']>;
const made = (id: string, task: Task, sourceId?: string): StoredPicture => ({
  ...PICTURE,
  id,
  createdAt: 2_000,
  parameters: { ...PICTURE.parameters, task },
  ...(sourceId ? { sourceId } : {}),
});
const imported = ({ jobId: _, ...picture }: StoredPicture): StoredPicture => picture;

function claim(picture: StoredPicture, others: readonly StoredPicture[] = []) {
  return claimPicture(picture, {
    find: (id) => others.find((other) => other.id === id),
    readFile: async (id) => new Blob([id]),
  });
}

it('every image operation has an action', () => {
  expect([...OPERATION_ACTIONS.keys()]).toEqual(expect.arrayContaining([...OPERATIONS.keys()]));
  expect(claimOperations([...OPERATIONS.keys()])).toHaveLength(OPERATIONS.size);
  expect(() => claimOperations(['juggle'])).toThrow('It is not known what "juggle" does');
});

describe('what is claimed of a picture', () => {
  it('drawn from words: the model, and nothing of the words', async () => {
    const claimed = await claim(PICTURE);
    expect(claimed).toEqual({
      origin: { kind: 'created', sourceType: 'drawn', at: 1_000, model: MODEL },
      edits: [],
    });
    expect(JSON.stringify(defineManifest(claimed))).not.toContain('fox');
  });

  it('from a file: that it was opened, whatever its texts tell', async () => {
    const { origin, edits } = await claim(imported(PICTURE));
    expect(origin.kind === 'opened' && (await origin.file.text())).toBe('fox');
    expect(edits).toEqual([]);
  });

  it('enlarged: what it was before, and a step without the model of the drawing', async () => {
    const { origin, edits } = await claim(made('large', 'upscale', 'fox'), [PICTURE]);
    expect(origin).toMatchObject({ kind: 'created', sourceType: 'drawn', at: 1_000 });
    expect(edits).toEqual([
      {
        action: 'c2pa.resized',
        at: 2_000,
        sourceType: 'composite',
        description: 'A model enlarged the picture.',
      },
    ]);
  });

  it('redrawn: back to the file it began with', async () => {
    const photo = imported({ ...PICTURE, id: 'photo' });
    const redrawn = made('redrawn', 'inpaint', 'photo');
    const { origin, edits } = await claim(made('large', 'upscale', 'redrawn'), [photo, redrawn]);
    expect(origin.kind === 'opened' && (await origin.file.text())).toBe('photo');
    expect(edits).toMatchObject([
      { action: 'c2pa.edited', sourceType: 'composite', model: MODEL },
      { action: 'c2pa.resized', sourceType: 'composite' },
    ]);
  });

  it('made of a picture that is gone, or of itself: a model drew some of it', async () => {
    const gone = await claim(made('redrawn', 'image-to-image', 'gone'));
    expect(gone.origin).toEqual({ kind: 'created', sourceType: 'composite', at: 2_000 });
    const circle = made('circle', 'upscale', 'circle');
    expect((await claim(circle, [circle])).origin).toMatchObject({ sourceType: 'composite' });
  });
});

describe('the manifest', () => {
  const actionsOf = (...given: Parameters<typeof defineManifest>) =>
    defineManifest(...given).assertions[0].data.actions;

  it('of a drawn picture', () => {
    const origin = { kind: 'created', sourceType: 'drawn', at: 0, model: MODEL } as const;
    expect(defineManifest({ origin, edits: claimOperations(['convert']) })).toEqual({
      claim_generator_info: [softwareAgent],
      assertions: [
        {
          label: 'c2pa.actions.v2',
          data: {
            actions: [
              {
                action: 'c2pa.created',
                when: '1970-01-01T00:00:00.000Z',
                softwareAgent,
                digitalSourceType:
                  'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
                parameters: { 'triptych.model': MODEL.id, 'triptych.revision': 'abc' },
              },
              { action: 'c2pa.converted', softwareAgent },
            ],
          },
        },
      ],
    });
  });

  it('of an edited file: the file is named, and no model where none drew', () => {
    const edits = claimOperations(['crop', 'pad']);
    const origin = { kind: 'opened', file: new Blob() } as const;
    expect(actionsOf({ origin, edits })).toEqual([
      { action: 'c2pa.opened', softwareAgent, parameters: { ingredientIds: ['parent'] } },
      { action: 'c2pa.cropped', softwareAgent },
      {
        action: 'c2pa.edited',
        softwareAgent,
        description: 'Space was added around the picture.',
      },
    ]);
  });
});
