import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { paintPhotograph } from '../image-ops/paint-photograph.ts';

/** As many as are painted; the others are the same files under other names. */
const DIFFERENT = 12;
const PAINTED_SIDE = 500;

/** Paths of so many JPEGs of this size in a new folder. */
export async function writeLargePictures(
  count: number,
  size: { width: number; height: number },
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-large-pictures-'));
  const paths = Array.from({ length: count }, (_, index) => join(folder, `photo ${index + 1}.jpg`));
  for (const [index, path] of paths.entries()) {
    const original = paths[index % DIFFERENT];
    if (original === undefined || original === path) await writeLargePicture(path, index, size);
    else await symlink(original, path);
  }
  return paths;
}

/** Enlarged and grained, so that it takes as many bytes as a camera's. */
async function writeLargePicture(
  path: string,
  seed: number,
  size: { width: number; height: number },
): Promise<void> {
  const { data, width, height } = paintPhotograph(PAINTED_SIDE, seed);
  const noise = { type: 'gaussian', mean: 128, sigma: 6 } as const;
  const grain = await sharp({ create: { ...size, channels: 3, background: '#808080', noise } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const bytes = await sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize(size.width, size.height, { fit: 'fill' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 88 })
    .toBuffer();
  await writeFile(path, bytes);
}
