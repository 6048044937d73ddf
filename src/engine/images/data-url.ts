import { EngineError } from '../errors.ts';

const DATA_URL = /^data:(image\/[\w.+-]+);base64,([A-Za-z\d+/]+={0,2})$/;

export const isPictureDataUrl = (text: string): boolean => DATA_URL.test(text);

/** The picture in a data URL. Throws `invalid_request` for another kind, and for damaged base64. */
export function blobOfDataUrl(url: string): Blob {
  const [, type = '', base64 = ''] = DATA_URL.exec(url) ?? [];
  try {
    if (base64 === '') throw new TypeError('This is not the data URL of a picture.');
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type });
  } catch (cause) {
    throw new EngineError(
      'invalid_request',
      'A picture is given as a data URL, but its base64 is damaged.',
      { cause },
    );
  }
}

/** So many bytes become text at once: a call takes only so many arguments. */
const CHUNK_BYTES = 0x8000;

/** A picture file as a data URL. */
export async function toDataUrl(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  return `data:${file.type || 'image/png'};base64,${btoa(binary)}`;
}
