import { ApiError } from '../../src/api/http/api-error.ts';
import type { KeyRing } from './keys.ts';

/** Throws `key_not_valid` for a request without a key that may be used. */
export function checkKey({ headers }: Request, keys: KeyRing): void {
  const key = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (key !== undefined && keys.find(key)) return;
  throw new ApiError(
    'key_not_valid',
    key === undefined
      ? 'This server wants a key: send it as "Authorization: Bearer KEY".'
      : 'This key is not known here, or was revoked, or has expired. Ask whoever runs the server.',
  );
}
