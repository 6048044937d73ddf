import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { Button, type ButtonProps } from '../../ui/Button.tsx';

interface AddPicturesProps extends Pick<ButtonProps, 'kind' | 'size'> {
  label: string;
  onFiles(files: readonly File[]): void;
}

/** Asks for picture files, as many as wanted. */
export function AddPictures({ label, onFiles, ...look }: AddPicturesProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...look} onClick={() => input.current?.click()}>
        <ImagePlus /> {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept="image/*,.avif,.jxl,.tif,.tiff"
        aria-label="Pictures to process"
        className="hidden"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}
