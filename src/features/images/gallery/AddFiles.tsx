import { useRef } from 'react';
import { StartPictureIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';

/** Takes picture files into the gallery. */
export function AddFiles({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>
        <StartPictureIcon /> Add pictures
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept="image/*"
        aria-label="Picture files"
        className="hidden"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}
