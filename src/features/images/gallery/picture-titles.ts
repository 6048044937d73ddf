import type { StoredPicture } from '../../../engine/images/picture-store.ts';

/** What a picture is called: its prompt. */
export function titlePicture({ parameters, width, height }: StoredPicture): string {
  const prompt = parameters.prompt.trim();
  if (parameters.task === 'upscale') return `${prompt || 'Picture'}, ${width} × ${height}`;
  return prompt || `Picture of ${width} × ${height}`;
}

/** A file name without its ending: words of the prompt and the seed. */
export function nameFile(picture: StoredPicture): string {
  const words = picture.parameters.prompt
    .replace(/[^\p{L}\p{M}\p{N} -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 48)
    .trim();
  const size = picture.parameters.task === 'upscale' ? ` ${picture.width}x${picture.height}` : '';
  return `${words || 'picture'} ${picture.parameters.seed}${size}`;
}
