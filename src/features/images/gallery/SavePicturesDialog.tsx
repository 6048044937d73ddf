import { useMemo, useState } from 'react';
import type { PictureCodec, PictureType } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { cleanName } from '../../../engine/credentials/identity/signer-name.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { EngineError } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { SaveIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { saveFile } from '../../../ui/save-file.ts';
import type { PictureCredentials } from '../credentials/picture-credentials.ts';
import { createPictureSigner } from '../credentials/sign-picture.ts';
import { useExport, type ExportState } from './use-export.ts';

export interface SaveDialogProps {
  pictures: readonly StoredPicture[];
  library: PictureLibrary;
  codec: PictureCodec;
  credentials: PictureCredentials;
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
export default function SaveDialog(props: SaveDialogProps) {
  const { pictures, library, codec, credentials, onClose } = props;
  const [type, setType] = useState<PictureType>('image/png');
  const [percent, setPercent] = useState(92);
  const [{ signsPictures, signerName }] = useState(credentials.readSettings);
  const [isSigned, setSigned] = useState(signsPictures);
  const source = useMemo(
    () => ({
      library,
      codec,
      ...(isSigned ? { sign: createPictureSigner(library, credentials) } : {}),
    }),
    [library, codec, credentials, isSigned],
  );
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
        {type !== 'image/png' && <QualityField percent={percent} onChange={setPercent} />}
        <p className="text-sm text-soft">{describeContents(pictures)}</p>
        {signsPictures && (
          <CredentialsField signerName={signerName} isSigned={isSigned} onChange={setSigned} />
        )}
        {state.status === 'failed' && (
          <Failure error={state.error} onLeaveOut={isSigned ? () => setSigned(false) : undefined} />
        )}
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

interface QualityFieldProps {
  percent: number;
  onChange(percent: number): void;
}

function QualityField({ percent, onChange }: QualityFieldProps) {
  return (
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
          onChange={(event) => onChange(event.target.valueAsNumber)}
          className="h-6 accent-accent touch:h-11"
        />
      )}
    </Field>
  );
}

interface CredentialsFieldProps {
  signerName: string;
  isSigned: boolean;
  onChange(isSigned: boolean): void;
}

function CredentialsField({ signerName, isSigned, onChange }: CredentialsFieldProps) {
  return (
    <div>
      <Checkbox label="Add Content Credentials" isChecked={isSigned} onChange={onChange} />
      <p className="text-xs text-faint">
        How it was made, the model and later changes, without the prompt. Signed as “
        {cleanName(signerName)}”, whom others see as an unknown signer.
      </p>
    </div>
  );
}

/** What went wrong; where signing may be the cause, a way to save without. */
function Failure({
  error,
  onLeaveOut,
}: {
  error: EngineError;
  onLeaveOut: (() => void) | undefined;
}) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 text-sm text-danger">
      <p>
        {describeError(error).sentence} <code className="font-mono text-xs">{error.code}</code>
      </p>
      {onLeaveOut && (
        <Button size="small" onClick={onLeaveOut}>
          Leave out Content Credentials
        </Button>
      )}
    </div>
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
  if (state.status === 'failed') return '';
  if (state.status === 'made') return formatBytes(state.file.blob.size);
  return count > 1 && state.done > 0 ? `Picture ${state.done} of ${count}` : 'Measuring';
}
