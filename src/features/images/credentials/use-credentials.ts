import { useEffect, useState } from 'react';
import type { CredentialsReport } from '../../../engine/credentials/credentials-report.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { PictureCredentials } from './picture-credentials.ts';

/** What is known of a file's credentials. */
export type CredentialsReading =
  /** It is not known yet whether there are any. */
  | { status: 'looking' }
  | { status: 'reading' }
  | { status: 'read'; report: CredentialsReport }
  | { status: 'failed'; error: EngineError };

const LOOKING: CredentialsReading = { status: 'looking' };

/** Reads the credentials of a file; `null`: of none. */
export function useCredentials(
  file: Blob | null,
  { open }: Pick<PictureCredentials, 'open'>,
): CredentialsReading {
  const [known, setKnown] = useState<{ file: Blob | null; reading: CredentialsReading }>();
  useEffect(() => {
    if (!file) return;
    const controller = new AbortController();
    const { signal } = controller;
    const show = (reading: CredentialsReading) => !signal.aborted && setKnown({ file, reading });
    const onFound = () => show({ status: 'reading' });
    open()
      .then(({ read }) => read(file, signal, onFound))
      .then(
        (report) => show({ status: 'read', report }),
        (thrown: unknown) => show({ status: 'failed', error: EngineError.from(thrown) }),
      );
    return () => controller.abort();
  }, [file, open]);
  return known?.file === file ? known.reading : LOOKING;
}
