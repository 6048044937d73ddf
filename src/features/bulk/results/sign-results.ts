import type { CredentialsClient } from '../../../engine-client/credentials-client.ts';
import { claimOperations } from '../../../engine/credentials/claim/picture-claim.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { Settings } from '../../../storage/settings.ts';

/** Content Credentials as this screen has them. */
export interface ResultCredentials {
  /** Fetched with its first use. */
  open(): Promise<Pick<CredentialsClient, 'sign'>>;
  /** Whether saved pictures are signed, and by whom. */
  readSettings(): Pick<Settings, 'signsPictures' | 'signerName'>;
}

/** A file as it is saved. */
export interface SignedResult {
  file: Blob;
  /** Some formats, such as ICO, cannot hold credentials. */
  isSigned: boolean;
}

/** Adds credentials to what was made of a picture. Throws as `CredentialsEngine.sign` does. */
export type SignResult = (id: string, made: Blob, signal: AbortSignal) => Promise<SignedResult>;

/**
 * Says of each file that the picture was opened and what the operations did to it; `undefined` where
 * saved pictures are not signed.
 */
export function openResultSigner(
  { open, readSettings }: ResultCredentials,
  readSource: (id: string) => Promise<Blob>,
  operations: readonly string[],
): SignResult | undefined {
  const { signsPictures, signerName } = readSettings();
  if (!signsPictures) return undefined;
  return async (id, made, signal) => {
    const origin = { kind: 'opened', file: await readSource(id) } as const;
    const claim = { origin, edits: claimOperations(operations) };
    const { sign } = await open();
    try {
      return { file: await sign({ file: made, claim, signerName }, signal), isSigned: true };
    } catch (thrown) {
      if (EngineError.from(thrown).code !== 'not_supported') throw thrown;
      return { file: made, isSigned: false };
    }
  };
}
