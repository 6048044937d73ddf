import { createSHA1, createSHA256, sha256 } from 'hash-wasm';
import type { Digest } from './manifest.ts';

/** A hash that takes content piece by piece. */
export interface ContentHash {
  update(bytes: Uint8Array): void;
  /** The state so far, to continue later in another process. About a hundred bytes. */
  save(): Uint8Array;
  /** The digest of everything written. Call once, at the end. */
  finish(): Digest;
}

/**
 * Starts the same kind of hash as `expected`; git's needs the size in advance. `state` is what an
 * earlier hash of the same content saved. Throws if another version of the hash saved it.
 */
export async function startHash(
  expected: Digest,
  sizeBytes: number,
  state?: Uint8Array,
): Promise<ContentHash> {
  const isGit = expected.startsWith('git-sha1:');
  const hasher = await (isGit ? createSHA1() : createSHA256());
  hasher.init();
  if (state) hasher.load(state);
  else if (isGit) hasher.update(new TextEncoder().encode(`blob ${sizeBytes}\0`));
  return {
    update: (bytes) => void hasher.update(bytes),
    save: () => hasher.save().slice(),
    finish: () => `${isGit ? 'git-sha1' : 'sha256'}:${hasher.digest('hex')}`,
  };
}

/**
 * SHA-256 of some bytes, in hexadecimal. The platform's own where the page is a secure context: it
 * is three times as fast.
 */
export async function hashChunk(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Absent outside secure contexts, whatever its type says.
  const subtle: typeof crypto.subtle | undefined = crypto.subtle;
  if (!subtle) return sha256(bytes);
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
