import { useMemo, useState } from 'react';
import type { PictureCodec, PictureType } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { SaveIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { useExport, type ExportState } from './use-export.ts';

export interface SaveDialogProps {
  pictures: readonly StoredPicture[];
  library: PictureLibrary;
  codec: PictureCodec;
  onClose(): void;
}

const FORMATS: readonly { value: PictureType; label: string; about: string }[] = [
  { value: 'image/png', label: 'PNG', about: 'Lossless: every pixel is kept.' },
  { value: 'image/webp', label: 'WebP', about: 'The smallest file, for the web.' },
  {
    value: 'image/jpeg',
    label: 'JPEG',
    about: 'A small file that opens everywhere. Transparency becomes white.',
  },
];

/** In which format to save, and how large the file becomes: it is made before it is asked for. */
export default function SaveDialog({ pictures, library, codec, onClose }: SaveDialogProps) {
  const [type, setType] = useState<PictureType>('image/png');
  const [percent, setPercent] = useState(92);
  const source = useMemo(() => ({ library, codec }), [library, codec]);
  const state = useExport(source, pictures, { type, quality: percent / 100 });
  const count = pictures.length;
  function save() {
    if (state.status !== 'made') return;
    const { title, ending, blob } = state.file;
    saveFile(title, ending, blob, blob.type);
    onClose();
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={count === 1 ? 'Save the picture' : `Save ${count} pictures`}
    >
      <form
        className="flex flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className="flex flex-col items-start gap-1.5">
          <Choice<PictureType> label="Format" value={type} options={FORMATS} onChange={setType} />
          <p className="text-xs text-faint">{FORMATS.find(({ value }) => value === type)?.about}</p>
        </div>
        {type !== 'image/png' && (
          <Field
            label="Quality"
            hint="Lower means a smaller file with less detail."
            aside={`${percent}%`}
          >
            {(id, hintId) => (
              <input
                id={id}
                type="range"
                aria-describedby={hintId}
                aria-valuetext={`${percent} percent`}
                min={10}
                max={100}
                value={percent}
                onChange={(event) => setPercent(event.target.valueAsNumber)}
                className="h-6 accent-accent touch:h-11"
              />
            )}
          </Field>
        )}
        <p className="text-sm text-soft">{describeContents(pictures)}</p>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" kind="primary" disabled={state.status !== 'made'}>
            <SaveIcon /> Save
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <p role="status" className="text-sm text-soft">
            {describeExport(state, count)}
          </p>
        </div>
      </form>
    </Dialog>
  );
}

function describeContents(pictures: readonly StoredPicture[]): string {
  const isTold = pictures.some(({ unknown }) => !unknown?.includes('prompt'));
  const [only] = pictures.length === 1 ? pictures : [];
  if (!only)
    return `One zip file.${isTold ? ' Prompt, seed and settings are in each picture.' : ''}`;
  return isTold
    ? 'Prompt, seed and settings are in the file.'
    : 'It is not known how this picture was made.';
}

function describeExport(state: ExportState, count: number): string {
  if (state.status === 'failed') return describeError(state.error).sentence;
  if (state.status === 'made') return formatBytes(state.file.blob.size);
  return count > 1 && state.done > 0 ? `Picture ${state.done} of ${count}` : 'Measuring';
}
