import { useState } from 'react';
import { EngineError } from '../../../engine/errors.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { AddedFile } from './read-added-file.ts';

export interface AddedFiles {
  /** Whether files are held over the chat. */
  isOver: boolean;
  refusal: Extract<AddedFile, { kind: 'refused' }> | null;
  add(files: Iterable<File>): void;
  dismiss(): void;
  /** For the element that files are dropped on. */
  dropHandlers: Pick<
    React.DOMAttributes<HTMLElement>,
    'onDragOver' | 'onDragLeave' | 'onDrop' | 'onPaste'
  >;
}

interface FileTakers {
  onText(block: string): void;
  /** Takes a file of exported conversations. */
  onConversations(file: File): void;
  /** Takes a picture, where `checkPictures` says that the model looks at it. */
  onPicture(file: File): Promise<void>;
  checkPictures(): Promise<boolean>;
}

/** Takes files that are dropped, pasted or chosen; what nobody takes is refused in words. */
export function useAddedFiles({
  onText,
  onConversations,
  onPicture,
  checkPictures,
}: FileTakers): AddedFiles {
  const [isOver, setOver] = useState(false);
  const [refusal, setRefusal] = useState<AddedFiles['refusal']>(null);

  async function take(files: readonly File[]): Promise<void> {
    const { readAddedFile } = await import('./read-added-file.ts');
    setRefusal(null);
    const takesPictures = await checkPictures();
    for (const file of files) {
      const added = await readAddedFile(file, takesPictures);
      if (added.kind === 'text') onText(added.block);
      else if (added.kind === 'conversations') onConversations(file);
      else if (added.kind === 'picture') await onPicture(file).catch(refusePicture(file));
      else setRefusal(added);
    }
  }
  const refusePicture = (file: File) => (thrown: unknown) =>
    setRefusal({
      kind: 'refused',
      sentence: `${file.name}: ${describeError(EngineError.from(thrown)).sentence}`,
    });
  const add = (files: Iterable<File>) => void take([...files]);
  return {
    isOver,
    refusal,
    add,
    dismiss: () => setRefusal(null),
    dropHandlers: {
      onDragOver(event) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave(event) {
        const isInside =
          event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (!isInside) setOver(false);
      },
      onDrop(event) {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        add(event.dataTransfer.files);
      },
      onPaste(event) {
        const { files, types } = event.clipboardData;
        // A copy of a formatted text may bring a picture of itself along.
        if (files.length === 0 || types.includes('text/plain')) return;
        event.preventDefault();
        add(files);
      },
    },
  };
}
