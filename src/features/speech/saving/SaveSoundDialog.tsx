import { useState } from 'react';
import { estimateBytes, type AudioQuality } from '../../../engine/speech/audio-file/audio-size.ts';
import { Button } from '../../../ui/Button.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatBytes, formatClock } from '../../../ui/format.ts';
import { Progress } from '../../../ui/Progress.tsx';
import { SaveIcon } from '../../../ui/action-icons.ts';
import type { ExportChoice, ExportKind } from './export-reading.ts';
import type { Saving } from './use-saving.ts';

interface SaveDialogProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** Of the whole reading at normal speed; a guess where not all of it has been spoken. */
  seconds: number;
  sampleRate: number;
  /** All has been spoken. */
  isWhole: boolean;
  /** How fast it is heard. */
  rate: number;
  saving: Saving;
  onSave(choice: ExportChoice): void;
  onCancel(): void;
}

const FORMATS = [
  { kind: 'mp3', text: 'MP3', note: 'Plays everywhere' },
  { kind: 'opus', text: 'Opus', note: 'Smallest' },
  { kind: 'flac', text: 'FLAC', note: 'Lossless' },
  { kind: 'wav', text: 'WAV', note: 'Uncompressed' },
  { kind: 'srt', text: 'SRT', note: 'Subtitles' },
  { kind: 'vtt', text: 'WebVTT', note: 'Subtitles for the web' },
] as const;

/** What a reading is saved as, with its size before it is written. */
export function SaveDialog(props: SaveDialogProps) {
  const { isOpen, onOpenChange, isWhole, rate, saving } = props;
  const [kind, setKind] = useState<ExportKind>('mp3');
  const [quality, setQuality] = useState<AudioQuality>('standard');
  const [keepsSpeed, setKeepsSpeed] = useState(true);
  const used = keepsSpeed ? rate : 1;
  const seconds = props.seconds / used;
  const sizeOf = (each: ExportKind) =>
    each === 'srt' || each === 'vtt'
      ? ''
      : formatBytes(estimateBytes(each, quality, seconds, props.sampleRate));
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Save the reading">
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto px-5 py-4">
        <fieldset disabled={saving.status !== 'idle'} className="space-y-4">
          <div role="radiogroup" aria-label="Format" className="grid gap-1 sm:grid-cols-2">
            {FORMATS.map((format) => (
              <FormatOption
                key={format.kind}
                {...format}
                size={sizeOf(format.kind)}
                isChosen={kind === format.kind}
                onChoose={() => setKind(format.kind)}
              />
            ))}
          </div>
          {(kind === 'mp3' || kind === 'opus') && (
            <Setting label="Quality">
              <Choice<AudioQuality>
                label="Quality"
                value={quality}
                options={[
                  { value: 'standard', label: 'Standard' },
                  { value: 'high', label: 'High' },
                ]}
                onChange={setQuality}
              />
            </Setting>
          )}
          {rate !== 1 && (
            <Setting label="Speed">
              <Choice
                label="Speed of the file"
                value={keepsSpeed ? 'heard' : 'normal'}
                options={[
                  { value: 'heard', label: `${rate}×, as you listen` },
                  { value: 'normal', label: 'Normal speed' },
                ]}
                onChange={(next) => setKeepsSpeed(next === 'heard')}
              />
            </Setting>
          )}
        </fieldset>
        <p className="text-sm text-soft">
          {isWhole ? '' : 'About '}
          {formatClock(seconds)} long{used === 1 ? '' : ` at ${used}×`}.
          {!isWhole && ' Anything not spoken yet is made first.'}
        </p>
      </div>
      <SaveFooter
        saving={saving}
        text={`Save ${[kind === 'vtt' ? 'WebVTT' : kind === 'opus' ? 'Opus' : kind.toUpperCase(), sizeOf(kind) && `about ${sizeOf(kind)}`].filter(Boolean).join(', ')}`}
        onSave={() => props.onSave({ kind, quality, rate: used })}
        onCancel={props.onCancel}
      />
    </Dialog>
  );
}

interface FormatOptionProps {
  text: string;
  note: string;
  size: string;
  isChosen: boolean;
  onChoose(): void;
}

function FormatOption({ text, note, size, isChosen, onChoose }: FormatOptionProps) {
  return (
    <label
      className={joinClasses(
        'flex min-h-11 cursor-pointer items-center gap-3 rounded-control border px-3 py-1.5 text-sm focus-within:outline-2 focus-within:outline-accent',
        isChosen ? 'border-accent bg-accent-wash' : 'hover:border-line-strong',
      )}
    >
      <input
        type="radio"
        name="format"
        checked={isChosen}
        onChange={onChoose}
        className="accent-accent"
      />
      <span className="min-w-0 flex-1">
        {text}
        <span className="block text-xs text-faint">{note}</span>
      </span>
      {size && <span className="text-xs text-soft">about {size}</span>}
    </label>
  );
}

function Setting({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
      <span>{label}</span>
      {children}
    </div>
  );
}

interface SaveFooterProps {
  saving: Saving;
  text: string;
  onSave(): void;
  onCancel(): void;
}

function SaveFooter({ saving, text, onSave, onCancel }: SaveFooterProps) {
  const isSaving = saving.status !== 'idle';
  const label = saving.status === 'speaking' ? 'Speaking the rest' : 'Writing the file';
  return (
    <div className="flex items-center gap-3 border-t px-5 py-3">
      {isSaving && (
        <div className="min-w-0 flex-1">
          <p role="status" className="mb-1 text-xs text-soft">
            {label}
          </p>
          <Progress label={label} value={saving.status === 'speaking' ? saving.share : null} />
        </div>
      )}
      {isSaving ? (
        <Button onClick={onCancel}>Cancel</Button>
      ) : (
        <Button kind="primary" onClick={onSave} className="w-full">
          <SaveIcon />
          {text}
        </Button>
      )}
    </div>
  );
}
