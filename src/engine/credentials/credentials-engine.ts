import type { PictureClaim } from './claim/picture-claim.ts';
import type { FileEvent } from '../files/file-event.ts';
import type { CredentialsReport } from './credentials-report.ts';

export interface SignRequest {
  /** The picture as it is to be saved: every later change makes its credentials invalid. */
  file: Blob;
  claim: PictureClaim;
  /** What the signer wants to be called; empty for the default. */
  signerName: string;
}

/** Content Credentials (C2PA): what a picture says about itself, signed. */
export interface CredentialsEngine {
  /**
   * The picture with its credentials in it, signed by this browser's key, which is made when it is
   * first needed. Throws `not_supported` (a kind of file that cannot hold credentials),
   * `storage_unavailable` (no place for the key), `invalid_request` (a damaged picture),
   * `download_failed`, `aborted`.
   */
  sign(request: SignRequest, signal: AbortSignal): Promise<Blob>;
  /**
   * What a file's credentials say, and whether they hold. Asks nobody: neither for credentials
   * kept elsewhere, nor whether a certificate was withdrawn. Damage is a state of the report, not
   * an error. Reports progress once some were found, which is when the large runtime is loaded.
   * Throws `download_failed` if that cannot be fetched.
   */
  read(file: Blob): AsyncIterable<FileEvent<CredentialsReport>>;
}
