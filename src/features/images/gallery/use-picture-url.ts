import { useEffect, useState } from 'react';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';

/**
 * The address of a stored picture, once it has been read; `null` before that, and for a lost one.
 */
export function usePictureUrl(
  library: PictureLibrary,
  id: string,
  kind: 'file' | 'thumbnail',
): string | null {
  const [found, setFound] = useState<{ id: string; url: string } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    library.openUrl(id, kind).then(
      (url) => isCurrent && setFound({ id, url }),
      () => isCurrent && setFound(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [library, id, kind]);
  return found?.id === id ? found.url : null;
}
