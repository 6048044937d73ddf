import { issueCertificate } from './certificates.ts';
import { makeKeys, type SigningKeys } from './keys.ts';
import { cleanName } from './signer-name.ts';

/**
 * Who signs pictures: two keys on the curve P-256, whose private halves cannot be exported, and
 * the certificates that say whose they are. C2PA accepts no certificate that is signed by its own
 * key, so an authority of its own stands behind the signer.
 */
export interface SigningIdentity {
  /** What the signer is called. */
  name: string;
  signer: SigningKeys;
  authority: SigningKeys;
  /** DER. */
  signerCertificate: Uint8Array<ArrayBuffer>;
  authorityCertificate: Uint8Array<ArrayBuffer>;
}

/** Where the one identity of this browser is kept. */
export interface IdentityStore {
  /** `undefined`: there is none yet. Throws `storage_unavailable`. */
  read(): Promise<SigningIdentity | undefined>;
  /** Keeps the first of those that are made at the same time, and says which. */
  add(identity: SigningIdentity): Promise<SigningIdentity>;
  /** In the place of the one with the same keys, under another name. */
  replace(identity: SigningIdentity): Promise<void>;
}

const AUTHORITY_NAME = 'Triptych in a browser';

/**
 * Without a trusted clock a signature holds for as long as its certificate does: these outlast the
 * pictures' use.
 */
const VALID_YEARS = 20;

/** Reads the identity, makes one if there is none, and names it as it is to be called now. */
export async function openIdentity(store: IdentityStore, name: string): Promise<SigningIdentity> {
  const wanted = cleanName(name);
  const identity = (await store.read()) ?? (await store.add(await createIdentity(wanted)));
  if (identity.name === wanted) return identity;
  const renamed = await renameIdentity(identity, wanted);
  await store.replace(renamed);
  return renamed;
}

export async function createIdentity(name: string): Promise<SigningIdentity> {
  const [signer, authority] = await Promise.all([makeKeys(), makeKeys()]);
  const issuer = { name: AUTHORITY_NAME, ...authority };
  const authorityCertificate = await issueCertificate({
    subject: issuer,
    issuer,
    use: 'authority',
    ...period(),
  });
  const keys = { signer, authority, authorityCertificate };
  return { ...keys, name, signerCertificate: await certifySigner(keys, name) };
}

/** The same keys under another name. */
async function renameIdentity(identity: SigningIdentity, name: string): Promise<SigningIdentity> {
  return { ...identity, name, signerCertificate: await certifySigner(identity, name) };
}

function certifySigner(
  { signer, authority }: Pick<SigningIdentity, 'signer' | 'authority'>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return issueCertificate({
    subject: { name, publicKey: signer.publicKey },
    issuer: { name: AUTHORITY_NAME, ...authority },
    use: 'signer',
    ...period(),
  });
}

/** From a day ago, for clocks that are slow. */
function period(): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(Date.now() - 24 * 3600 * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + VALID_YEARS);
  return { notBefore, notAfter };
}
