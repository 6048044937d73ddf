import { EngineError } from '../../../engine/errors.ts';
import { createZipFile } from '../../../engine/files/write-zip.ts';
import type { StudioProject } from '../../../storage/studio/studio-project.ts';
import type { SignImage } from './sign-set.ts';
import { listSetFiles, stemOf, writeSetManifest, writeSetMarkup } from './describe-set.ts';

/**
 * The whole set: its pictures, HTML that shows them and a manifest. Throws `storage_unavailable` for
 * a picture that is not here any more, `aborted`, and what signing throws. `sign`: default nothing is
 * signed.
 */
export async function packSet(
  project: StudioProject,
  files: ReadonlyMap<string, Blob>,
  signal: AbortSignal,
  sign?: SignImage,
): Promise<Blob> {
  const zip = createZipFile();
  const listed = listSetFiles(project);
  for (const { image, path } of listed) {
    const file = files.get(image.id);
    if (!file)
      throw new EngineError(
        'storage_unavailable',
        `${path} is no longer stored in this browser. Make the set again.`,
      );
    await zip.add(path, sign ? await sign(image, file, signal) : file, signal);
  }
  const stem = stemOf(project);
  await zip.add(`${stem}.html`, new Blob([writeSetMarkup(project, listed)]), signal);
  await zip.add(`${stem}.json`, new Blob([writeSetManifest(project, listed)]), signal);
  return zip.finish();
}
