import { EngineError } from '../engine/errors.ts';

/** Bytes at once, so that no call has too many arguments. */
const BLOCK = 0x8000;

export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += BLOCK)
    binary += String.fromCharCode(...bytes.subarray(at, at + BLOCK));
  return btoa(binary);
}

/** Throws `invalid_request`, which names the parameter. */
export function decodeBase64(text: string, param: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new EngineError('invalid_request', `${param}: This is not valid base64.`, {
      details: { param },
    });
  }
}

/** A file's content as text. */
export async function encodeFile(file: Blob): Promise<string> {
  return encodeBase64(new Uint8Array(await file.arrayBuffer()));
}
