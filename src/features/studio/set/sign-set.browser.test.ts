import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCredentialsClient } from '../../../engine-client/credentials-client.ts';
import type { CredentialsReport } from '../../../engine/credentials/credentials-report.ts';
import { readZip } from '../../../engine/files/read-zip.ts';
import { forgetIdentity } from '../../../storage/signing-identity.ts';
import type { MadeDraw, MadeImage, StudioProject } from '../../../storage/studio/studio-project.ts';
import { createProject } from '../draft/new-project.ts';
import { packSet } from './pack-set.ts';
import { openSetSigner } from './sign-set.ts';

const client = createCredentialsClient();
const { signal } = new AbortController();
beforeEach(async () => void (await forgetIdentity()));
afterEach(client.unload);

const PARAMETERS = {
  prompt: 'a fox',
  seed: 7,
  numInferenceSteps: 4,
  guidanceScale: 2,
  scheduler: 'ddim',
  width: 64,
  height: 64,
  model: 'triptych/stickers',
  revision: 'abc',
};
const SIZES = [
  { name: 'wide', width: 64, height: 32 },
  { name: 'large', width: 128, height: 128 },
];

async function paint(width: number, height: number, type = 'image/webp'): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(4, 4, width / 2, height / 2);
  return canvas.convertToBlob({ type });
}

/** A set of two sizes that were cut from one base, with text on them. */
async function makeSet(base: Blob, isGiven: boolean) {
  const stages = { textOverlay: { text: 'Olá' }, process: [{ op: 'convert' }] };
  const draw: MadeDraw = {
    id: 'draw',
    seed: 7,
    key: '',
    sizes: SIZES.map(({ name }) => name),
    bases: [{ id: 'base', width: 64, height: 64, parameters: PARAMETERS }],
    isGiven,
  };
  const files = new Map([['base', base]]);
  const images: MadeImage[] = [];
  for (const { name, width, height } of SIZES) {
    const file = await paint(width, height);
    files.set(name, file);
    images.push({
      id: name,
      name,
      width,
      height,
      baseId: 'base',
      crop: { left: 0, top: 0, width: 64, height: name === 'wide' ? 32 : 64 },
      parameters: PARAMETERS,
      type: file.type,
      sizeBytes: file.size,
      applied: JSON.stringify([stages]),
      notes: [],
    });
  }
  const project = createProject();
  const draft = { ...project.draft, sizes: SIZES };
  return { project: { ...project, draft, made: { draws: [draw], images } }, files };
}

/** What the files of the saved zip say of themselves, by the names of their sizes. */
async function saveAndRead(project: StudioProject, files: ReadonlyMap<string, Blob>) {
  const credentials = {
    open: async () => client,
    readSettings: () => ({ signsPictures: true, signerName: 'Ana' }),
  };
  const sign = openSetSigner(credentials, project, files);
  const zip = await readZip(await packSet(project, files, signal, sign));
  const reports = new Map<string, CredentialsReport>();
  for (const { name } of SIZES) {
    const [, entry] = [...zip].find(([path]) => path.endsWith(`-${name}.webp`)) ?? [];
    if (entry) reports.set(name, await client.read(await entry.read(), signal));
  }
  return reports;
}

it('signs each file of a drawn set, which reads back who drew it and what was done to it', async () => {
  const { project, files } = await makeSet(await paint(64, 64, 'image/png'), false);
  const reports = await saveAndRead(project, files);
  const drawn = {
    action: 'c2pa.created',
    sourceType: 'trainedAlgorithmicMedia',
    model: 'triptych/stickers',
    revision: 'abc',
  };
  const text = { action: 'c2pa.edited', description: 'Text was laid over the picture.' };
  expect(reports.get('wide')).toMatchObject({
    state: 'yours',
    signer: 'Ana',
    actions: [drawn, { action: 'c2pa.cropped' }, text, { action: 'c2pa.converted' }],
    ingredients: [],
    problems: [],
  });
  expect(reports.get('large')).toMatchObject({
    state: 'yours',
    actions: [
      drawn,
      { action: 'c2pa.cropped' },
      { action: 'c2pa.resized', description: 'A model enlarged the picture.' },
      text,
      { action: 'c2pa.converted' },
    ],
  });
});

it('keeps what the picture that was brought in says of itself', async () => {
  const photo = await client.sign(
    {
      file: await paint(64, 64, 'image/jpeg'),
      claim: {
        origin: { kind: 'created', sourceType: 'drawn', model: { id: 'other' } },
        edits: [],
      },
      signerName: 'Ben',
    },
    signal,
  );
  const { project, files } = await makeSet(photo, true);
  expect((await saveAndRead(project, files)).get('wide')).toMatchObject({
    state: 'yours',
    signer: 'Ana',
    actions: [{ action: 'c2pa.opened' }, { action: 'c2pa.cropped' }, {}, {}],
    ingredients: [{ credentials: 'valid', signer: 'Ben' }],
  });
});
