import { useEffect, useState } from 'react';

/**
 * The address of a file that is read when it is shown, and freed when it is not; `undefined` until
 * it has been read, `null` if it cannot be. `key` names the file: another one is read when it
 * changes.
 */
export function useBlobUrl(
  key: string,
  read: () => Promise<Blob | undefined>,
): string | null | undefined {
  const [shown, setShown] = useState<{ key: string; url: string | null }>();
  useEffect(() => {
    let isCurrent = true;
    let url: string | null = null;
    read().then(
      (blob) => {
        if (!isCurrent) return;
        url = blob ? URL.createObjectURL(blob) : null;
        setShown({ key, url });
      },
      () => isCurrent && setShown({ key, url: null }),
    );
    return () => {
      isCurrent = false;
      if (url) URL.revokeObjectURL(url);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for what is read
  }, [key]);
  return shown?.key === key ? shown.url : undefined;
}
