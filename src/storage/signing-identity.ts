import { del, get, set, update } from 'idb-keyval';
import * as z from 'zod/mini';
import type {
  IdentityStore,
  SigningIdentity,
} from '../engine/credentials/identity/signing-identity.ts';
import { EngineError } from '../engine/errors.ts';
import { openValues } from './values.ts';

const KEY = 'signing-identity';

/** Keys are objects that the browser alone can make. */
const keysSchema = z.object({
  publicKey: z.instanceof(CryptoKey),
  privateKey: z.instanceof(CryptoKey),
});
const certificateSchema = z.instanceof(Uint8Array<ArrayBuffer>);
const identitySchema = z.object({
  name: z.string(),
  signer: keysSchema,
  authority: keysSchema,
  signerCertificate: certificateSchema,
  authorityCertificate: certificateSchema,
});

/**
 * The identity that signs pictures. The browser keeps its private keys in a form that no script can
 * read. It is in no backup, and goes with everything else that is deleted.
 */
export function createIdentityStore(values = openValues()): IdentityStore {
  const read = async () => parse(await attempt(get(KEY, values)));
  return {
    read,
    async add(identity) {
      await attempt(update(KEY, (kept) => parse(kept) ?? identity, values));
      return (await read()) ?? identity;
    },
    replace: (identity) => attempt(set(KEY, identity, values)),
  };
}

/**
 * Deletes the keys; the next picture is signed with new ones. Resolves to what brings them back, as
 * long as the page is open. Throws `storage_unavailable`.
 */
export async function forgetIdentity(values = openValues()): Promise<() => Promise<void>> {
  const store = createIdentityStore(values);
  const identity = await store.read();
  await attempt(del(KEY, values));
  return async () => {
    if (identity) await store.replace(identity);
  };
}

function parse(kept: unknown): SigningIdentity | undefined {
  return identitySchema.safeParse(kept).data;
}

async function attempt<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw new EngineError(
      'storage_unavailable',
      'This browser keeps nothing for this page, so there is no key to sign with.',
      { cause: thrown },
    );
  }
}
