import { EngineError } from '../../engine/errors.ts';
import { decodeBase64 } from '../base64.ts';
import type { ApiServices } from '../services.ts';

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)?(;base64)?,/;

/**
 * A picture that came as a file, a data URL, an address, or as plain base64. Its bytes are not
 * looked at. Throws `invalid_request`, and `not_supported` for an address where none are fetched.
 */
export async function readPicture(
  given: Blob | string | { image_url: string },
  { param, services, signal }: PictureSource,
): Promise<Blob> {
  if (given instanceof Blob) return given;
  const text = typeof given === 'string' ? given : given.image_url;
  if (/^https?:\/\//i.test(text)) return fetchPicture(text, { param, services, signal });
  const [head = '', type, isBase64] = DATA_URL.exec(text) ?? [];
  if (head && !isBase64)
    throw new EngineError('invalid_request', `${param}: Write the data URL in base64.`, {
      details: { param },
    });
  const bytes = decodeBase64(text.slice(head.length), param);
  return new Blob([bytes], { type: type ?? '' });
}

interface PictureSource {
  /** Under which it came. */
  param: string;
  services: Pick<ApiServices, 'fetchPicture'>;
  signal: AbortSignal;
}

async function fetchPicture(
  url: string,
  { param, services, signal }: PictureSource,
): Promise<Blob> {
  if (!services.fetchPicture)
    throw new EngineError(
      'not_supported',
      `${param}: Pictures are not fetched from addresses here. Send the picture itself.`,
      { details: { param } },
    );
  try {
    return await services.fetchPicture(url, signal);
  } catch (thrown) {
    const { code, message, details } = EngineError.from(thrown);
    throw new EngineError(code, `${param}: ${message}`, {
      cause: thrown,
      details: { ...details, param },
    });
  }
}
