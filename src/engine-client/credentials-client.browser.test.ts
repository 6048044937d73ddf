import { afterEach, beforeEach, expect, it } from 'vitest';
import { OPERATION_ACTIONS } from '../engine/credentials/claim/actions.ts';
import { claimOperations, type PictureClaim } from '../engine/credentials/claim/picture-claim.ts';
import { latin1Text } from '../engine/images/bytes.ts';
import { SOFTWARE } from '../engine/software.ts';
import { createIdentityStore, forgetIdentity } from '../storage/signing-identity.ts';
import { createCredentialsClient } from './credentials-client.ts';
import { createImageOpsClient } from './image-ops-client.ts';

const client = createCredentialsClient();
const signal = new AbortController().signal;
beforeEach(async () => void (await forgetIdentity()));
afterEach(client.unload);

const CLAIM: PictureClaim = {
  origin: {
    kind: 'created',
    sourceType: 'drawn',
    at: Date.UTC(2026, 10, 29),
    model: { id: 'triptych/stickers', revision: 'abc' },
  },
  edits: [{ action: 'c2pa.converted' }],
};

async function paint(type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(64, 48);
  canvas.getContext('2d')?.fillRect(10, 10, 30, 20);
  return canvas.convertToBlob({ type });
}

const sign = (file: Blob, claim = CLAIM, signerName = 'Ana') =>
  client.sign({ file, claim, signerName }, signal);

/** The signed file with one bit changed in the middle of the picture that was there before. */
async function flip(signed: Blob, file: Blob): Promise<Blob> {
  const [before, bytes] = await Promise.all(
    [file, signed].map(async (blob) => new Uint8Array(await blob.arrayBuffer())),
  );
  if (!before || !bytes) throw new Error('Nothing to change.');
  const middle = before.length >> 1;
  const at = latin1Text(bytes).indexOf(latin1Text(before.subarray(middle, middle + 16)));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return new Blob([bytes]);
}

async function signAndRead(file: Blob, claim = CLAIM) {
  const signed = await sign(file, claim);
  return { signed, report: await client.read(signed, signal) };
}

it.each(['image/jpeg', 'image/png', 'image/webp'])(
  'signs %s so that it reads back, and notices a byte that changes',
  async (type) => {
    const file = await paint(type);
    const { signed, report } = await signAndRead(file);
    expect(signed.type).toBe(type);
    expect((await createImageBitmap(signed)).width).toBe(64);
    expect(report).toEqual({
      state: 'yours',
      signer: 'Ana',
      at: '2026-11-29T00:00:00.000Z',
      generator: SOFTWARE,
      actions: [
        {
          action: 'c2pa.created',
          sourceType: 'trainedAlgorithmicMedia',
          software: SOFTWARE,
          model: 'triptych/stickers',
          revision: 'abc',
        },
        { action: 'c2pa.converted', software: SOFTWARE },
      ],
      ingredients: [],
      problems: [],
    });
    expect(await client.read(await flip(signed, file), signal)).toMatchObject({
      state: 'changed',
      signer: 'Ana',
      problems: ['assertion.dataHash.mismatch'],
    });
  },
);

it('signs AVIF, which image operations write', async () => {
  const imageOps = createImageOpsClient(() => Promise.reject(new Error('No model is needed.')));
  const operations = [{ op: 'convert', options: { format: 'avif' } }];
  for await (const event of imageOps.process(
    { file: await paint('image/png'), operations },
    signal,
  ))
    if (event.type === 'finish' && event.files[0]) {
      const { signed, report } = await signAndRead(event.files[0].file);
      expect(report).toMatchObject({ state: 'yours' });
      expect((await createImageBitmap(signed)).width).toBe(64);
    }
  imageOps.unload();
  expect.assertions(2);
});

it('keeps the credentials of a file that was opened, and says whether they held', async () => {
  const picture = await paint('image/jpeg');
  const signed = await sign(picture);
  const open = async (file: Blob) => {
    const edits = claimOperations([...OPERATION_ACTIONS.keys()]);
    const claim: PictureClaim = { origin: { kind: 'opened', file }, edits };
    return (await signAndRead(await paint('image/webp'), claim)).report;
  };
  const own = {
    signer: 'Ana',
    actions: [{ action: 'c2pa.created' }, { action: 'c2pa.converted' }],
  };
  expect(await open(signed)).toMatchObject({
    state: 'yours',
    actions: [
      { action: 'c2pa.opened' },
      ...[...OPERATION_ACTIONS.values()].map(({ action }) => ({ action })),
    ],
    ingredients: [{ credentials: 'valid', ...own }],
    problems: [],
  });
  expect(await open(await flip(signed, picture))).toMatchObject({
    state: 'yours',
    ingredients: [{ credentials: 'invalid', ...own }],
  });
  for (const file of [picture, new Blob(['BM, of a kind that holds no credentials'])])
    expect(await open(file)).toMatchObject({
      state: 'yours',
      ingredients: [{ credentials: 'none' }],
    });
});

it('knows its own signatures under each of its names, and no longer once the key is deleted', async () => {
  const first = await sign(await paint('image/png'), CLAIM, '  ');
  const second = await sign(await paint('image/png'), CLAIM, 'Ben');
  expect(await client.read(first, signal)).toMatchObject({
    state: 'yours',
    signer: 'A Triptych user',
  });
  expect(await client.read(second, signal)).toMatchObject({ state: 'yours', signer: 'Ben' });
  await forgetIdentity();
  expect(await client.read(second, signal)).toMatchObject({
    state: 'unknown-signer',
    problems: [],
  });
});

it('keeps one key, which no script can read, also for another worker', async () => {
  const store = createIdentityStore();
  await Promise.all(
    ['Ana', 'Ana'].map(async (name) => sign(await paint('image/png'), CLAIM, name)),
  );
  const made = await store.read();
  client.unload();
  await sign(await paint('image/png'));
  const kept = await store.read();
  expect(kept?.signerCertificate).toEqual(made?.signerCertificate);
  for (const keys of [kept?.signer, kept?.authority]) {
    expect(keys?.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', keys?.privateKey as CryptoKey)).rejects.toThrow();
  }
});

it('reads nothing from files without credentials, and shows broken ones as such', async () => {
  expect(await client.read(await paint('image/png'), signal)).toEqual({ state: 'none' });
  expect(await client.read(new Blob(['no picture']), signal)).toEqual({ state: 'none' });
  const signed = new Uint8Array(await (await sign(await paint('image/png'))).arrayBuffer());
  const start = latin1Text(signed).indexOf('jumb');
  signed.fill(0, start + 30, start + 300);
  expect(await client.read(new Blob([signed]), signal)).toMatchObject({ state: 'broken' });
});

it('says which files it cannot sign, and stops at once', async () => {
  await expect(sign(new Blob(['<svg/>']))).rejects.toMatchObject({ code: 'not_supported' });
  const png = await paint('image/png');
  await expect(sign(png.slice(0, 40))).rejects.toMatchObject({ code: 'invalid_request' });
  const stop = new AbortController();
  const running = client.sign({ file: png, claim: CLAIM, signerName: '' }, stop.signal);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});
