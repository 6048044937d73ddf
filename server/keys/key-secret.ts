import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key that was just made, and what may be kept of it. */
export interface NewKey {
  /** `tk_<id>_<secret>`, with a secret of 256 random bits. */
  key: string;
  id: string;
  hash: string;
}

export function makeKey(): NewKey {
  const id = randomBytes(6).toString('hex');
  const key = `tk_${id}_${randomBytes(32).toString('base64url')}`;
  return { key, id, hash: hashKey(key).toString('hex') };
}

/** The id in a key that is written like one. */
export function readKeyId(key: string): string | undefined {
  return /^tk_([0-9a-f]{12})_[\w-]{43}$/.exec(key)?.[1];
}

/**
 * Whether a key is the one whose hash was kept: its SHA-256, for nobody can guess what is random and
 * that long, so a slow hash, made for passwords, would add nothing.
 */
export function isKeyOf(key: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hash, 'hex'), hashKey(key));
}

function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
