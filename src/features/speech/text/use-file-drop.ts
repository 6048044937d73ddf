import { useState } from 'react';

/** Takes a file that is dropped on an element: spread the result on it, without `isOver`. */
export function useFileDrop(onDrop: (file: File) => void) {
  const [isOver, setOver] = useState(false);
  return {
    /** A file is above it. */
    isOver,
    onDragOver(event: React.DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: React.DragEvent) {
      if (
        !(event.relatedTarget instanceof Node) ||
        !event.currentTarget.contains(event.relatedTarget)
      )
        setOver(false);
    },
    onDrop(event: React.DragEvent) {
      setOver(false);
      const [file] = event.dataTransfer.files;
      // Words that are dragged into the text are none of ours.
      if (!file) return;
      event.preventDefault();
      onDrop(file);
    },
  };
}
