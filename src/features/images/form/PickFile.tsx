import { useRef } from 'react';
import { StartPictureIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';

/** Opens a picture file of the person's. */
export function PickFile({ onPick }: { onPick(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" className="self-start" onClick={() => input.current?.click()}>
        <StartPictureIcon /> Open a picture
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        aria-label="Picture file"
        className="hidden"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onPick(file);
          target.value = '';
        }}
      />
    </>
  );
}
