import { useState } from 'react';
import type { DraftStorage } from '../../storage/drafts.ts';

/** A text that survives a reload until it is cleared. */
export function useDraft(drafts: DraftStorage, name: string): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(() => drafts.read(name));
  return [
    text,
    (next) => {
      setText(next);
      drafts.write(name, next);
    },
  ];
}
