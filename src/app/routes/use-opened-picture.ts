import { useCallback, useState } from 'react';
import { navigate } from '../address.ts';

/**
 * Each picture opened from elsewhere restarts the gallery; once open, the gallery carries on alone.
 */
export interface OpenedPicture {
  id: string | null;
  /** How many have been opened. */
  times: number;
  open(id: string): void;
  /** The gallery has it now. */
  forget(): void;
}

export function useOpenedPicture(): OpenedPicture {
  const [shown, setShown] = useState<{ id: string | null; times: number }>({ id: null, times: 0 });
  const open = useCallback((id: string) => {
    setShown(({ times }) => ({ id, times: times + 1 }));
    navigate('/gallery');
  }, []);
  const forget = useCallback(() => setShown(({ times }) => ({ id: null, times })), []);
  return { ...shown, open, forget };
}
