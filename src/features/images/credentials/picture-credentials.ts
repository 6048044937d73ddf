import type { CredentialsClient } from '../../../engine-client/credentials-client.ts';
import type { Settings } from '../../../storage/settings.ts';

/** Content Credentials as the screens of pictures have them. */
export interface PictureCredentials {
  /** Fetched with its first use: most visitors have none. */
  open(): Promise<Pick<CredentialsClient, 'sign' | 'read'>>;
  /** Whether saved pictures are signed, and by whom. */
  readSettings(): Pick<Settings, 'signsPictures' | 'signerName'>;
}
