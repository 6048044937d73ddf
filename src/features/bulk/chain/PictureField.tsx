import { ImagePlus } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { NO_PICTURE } from '../../../engine/bulk/recipe-pictures.ts';
import { BlobImage } from '../../../ui/BlobImage.tsx';
import { Button } from '../../../ui/Button.tsx';
import type { StepFieldProps } from './StepField.tsx';

/** A picture that the recipe keeps. */
export function PictureField({ field, value, problem, pictures, onChange }: StepFieldProps) {
  const { label, hint } = field;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const name = typeof value === 'string' ? value : NO_PICTURE;
  const known = useStore(pictures, (state) => state.pictures.get(name));
  const refused = useStore(pictures, (state) => state.problem);
  const { load, choose } = pictures.getState();
  useEffect(() => void (name !== NO_PICTURE && load([name])), [name, load]);

  async function take(file: File | undefined): Promise<void> {
    const chosen = file && (await choose(file));
    if (chosen) onChange(chosen);
  }
  return (
    <div className="col-span-full flex flex-col gap-1">
      <span id={id} className="text-sm font-medium">
        {label}
      </span>
      <div className="flex items-center gap-3">
        {known && (
          <BlobImage
            blob={known}
            alt="The chosen picture"
            className="size-14 shrink-0 rounded-md bg-sunken object-contain"
          />
        )}
        <Button
          size="small"
          aria-describedby={id}
          className={problem === undefined ? '' : 'border-danger'}
          onClick={() => input.current?.click()}
        >
          <ImagePlus /> {known ? 'Choose another picture' : 'Choose a picture'}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/png,image/webp,image/jpeg,image/gif,image/tiff"
        aria-label={`${label}: file`}
        className="hidden"
        onChange={({ target }) => {
          void take(target.files?.[0]);
          target.value = '';
        }}
      />
      {hint && <p className="text-xs text-faint">{hint}</p>}
      {refused && (
        <p role="alert" className="rounded-md bg-danger-wash px-2.5 py-1.5 text-xs">
          {refused.message} <code className="font-mono">{refused.code}</code>
        </p>
      )}
    </div>
  );
}
