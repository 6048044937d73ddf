import { set } from 'idb-keyval';
import { afterEach, expect, it } from 'vitest';
import { createIdentity } from '../engine/credentials/identity/signing-identity.ts';
import { createIdentityStore, forgetIdentity } from './signing-identity.ts';
import { openValues } from './values.ts';

const values = openValues('test-signing-identity');
afterEach(async () => void (await forgetIdentity(values)));

it('keeps the first of two identities, with keys that sign and cannot be exported', async () => {
  const store = createIdentityStore(values);
  const [first, second] = await Promise.all([createIdentity('Ana'), createIdentity('Ben')]);
  const kept = await Promise.all([store.add(first), store.add(second)]);
  expect(kept.map(({ name }) => name)).toEqual(['Ana', 'Ana']);
  const { signer } = (await createIdentityStore(values).read()) ?? first;
  expect(signer.privateKey.extractable).toBe(false);
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const data = Uint8Array.of(1);
  const signature = await crypto.subtle.sign(algorithm, signer.privateKey, data);
  expect(await crypto.subtle.verify(algorithm, first.signer.publicKey, signature, data)).toBe(true);
});

it('forgets them, and can bring them back', async () => {
  const store = createIdentityStore(values);
  await store.add(await createIdentity('Ana'));
  const bringBack = await forgetIdentity(values);
  expect(await store.read()).toBeUndefined();
  await bringBack();
  expect((await store.read())?.name).toBe('Ana');
});

it('replaces what is not an identity', async () => {
  await set('signing-identity', { name: 'Ana' }, values);
  const store = createIdentityStore(values);
  expect(await store.read()).toBeUndefined();
  expect((await store.add(await createIdentity('Ben'))).name).toBe('Ben');
  expect((await store.read())?.name).toBe('Ben');
});

it('says so where nothing can be kept', async () => {
  const denied: typeof values = () => Promise.reject(new Error('Denied.'));
  await expect(createIdentityStore(denied).read()).rejects.toMatchObject({
    code: 'storage_unavailable',
  });
});
