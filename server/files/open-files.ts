import { join, resolve } from 'node:path';
import type { Settings } from '../config.ts';
import { createDiskFiles } from './disk-files.ts';
import type { FileStore } from './file-store.ts';
import { createS3Files } from './s3-files.ts';

/**
 * The store of results that the settings name: a folder, or a bucket by its address, for which the
 * usual variables hold the credentials. Throws an Error of one sentence if they are missing.
 */
export function openFiles(
  { files, data }: Pick<Settings, 'files' | 'data'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): FileStore {
  if (!/^https?:\/\//.test(files))
    return createDiskFiles(files ? resolve(files) : join(data, 'files'));
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error(
      `TRIPTYCH_FILES is ${files}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_REGION where the store has regions.`,
    );
  return createS3Files({
    url: files,
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_REGION && { region: AWS_REGION }),
  });
}
