import { describe, expect, it } from 'vitest';
import type { PictureClaim } from '../../../engine/credentials/claim/picture-claim.ts';
import type { SignRequest } from '../../../engine/credentials/credentials-engine.ts';
import { readZip } from '../../../engine/files/read-zip.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../../engine/models/catalog.ts';
import { packSet } from './pack-set.ts';
import { openSetSigner } from './sign-set.ts';
import { createRead } from '../store/studio-store.fixture.ts';

describe('a set that is signed', () => {
  it('says of each file in the zip what it was cut from and what was done to it', async () => {
    const { store } = await createRead();
    await store.getState().make();
    const { project, files } = store.getState();
    const claims: PictureClaim[] = [];
    const credentials = {
      open: async () => ({
        sign: async ({ file, claim }: SignRequest) => {
          claims.push(claim);
          return new Blob(['signed ', file]);
        },
      }),
      readSettings: () => ({ signsPictures: true, signerName: 'Ada' }),
    };
    const { signal } = new AbortController();
    const sign = openSetSigner(credentials, project, files);
    const zip = await readZip(await packSet(project, files, signal, sign));
    const pictures = [...zip].filter(([name]) => name.endsWith('.webp'));
    expect(pictures).toHaveLength(project.draft.sizes.length);
    for (const [, entry] of pictures) expect(await (await entry.read()).text()).toMatch(/^signed /);
    expect(claims[0]?.origin).toMatchObject({
      kind: 'created',
      model: { id: BUILT_IN_IMAGE_MODEL },
    });
    expect(claims[0]?.edits.map(({ action, description }) => description ?? action)).toEqual([
      'c2pa.cropped',
      'A model enlarged the picture.',
      'Text was laid over the picture.',
      'c2pa.converted',
    ]);
    const off = { ...credentials, readSettings: () => ({ signsPictures: false, signerName: '' }) };
    expect(openSetSigner(off, project, files)).toBeUndefined();
  });
});
