import { useEffect, useState } from 'react';
import { describeError } from '../../../engine/error-sentences.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import { readPictureTexts } from '../../../engine-client/picture-texts.ts';
import type { ReadParameters } from '../../../engine/images/metadata/image-metadata.ts';
import { BlobImage } from '../../../ui/BlobImage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { CredentialsPanel } from '../credentials/CredentialsPanel.tsx';
import type { PictureCredentials } from '../credentials/picture-credentials.ts';
import { describeNote } from './describe-notes.ts';
import type { ParameterChoice } from './image-form.ts';

interface DroppedPictureProps {
  file: File;
  codec: PictureCodec;
  credentials: Pick<PictureCredentials, 'open'>;
  onUse(read: ReadParameters, choice: ParameterChoice): void;
  onStartFrom(): void;
  onKeep(): void;
  onClose(): void;
}

/** `notes`: sentences about what could not be read. */
interface Read {
  read: ReadParameters | undefined;
  notes: readonly string[];
}
type Contents = Read | { error: EngineError } | null;

const SOURCES: Readonly<Record<ReadParameters['source'], string>> = {
  triptych: 'Triptych',
  a1111: 'Stable Diffusion web UI or similar',
  comfyui: 'ComfyUI',
  novelai: 'NovelAI',
  invokeai: 'InvokeAI',
  fooocus: 'Fooocus',
  swarmui: 'SwarmUI',
  'draw-things': 'Draw Things',
};

/** A picture file that came from outside: what it tells of itself, and what to take of that. */
export function DroppedPicture({
  file,
  codec,
  credentials,
  onUse,
  onStartFrom,
  onKeep,
  onClose,
}: DroppedPictureProps) {
  const contents = useContents(file, codec);
  const told = contents && 'read' in contents ? contents : undefined;
  const read = told?.read;
  const act = (work: () => void) => () => {
    work();
    onClose();
  };
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="A picture">
      <div className="flex flex-col gap-4 overflow-y-auto p-5">
        {contents && 'error' in contents ? (
          <p role="alert" className="text-sm">
            {describeError(contents.error).sentence}{' '}
            <code className="font-mono text-xs text-soft">{contents.error.code}</code>
          </p>
        ) : (
          <>
            <div className="flex gap-4">
              <BlobImage
                blob={file}
                alt={file.name}
                className="size-28 rounded-control bg-sunken object-contain"
              />
              <div className="min-w-0 flex-1 text-sm">
                <Told told={told} />
              </div>
            </div>
            <CredentialsPanel file={file} credentials={credentials} />
            {read && (
              <div role="group" aria-label="Fill in the form" className="flex flex-wrap gap-2">
                <Button kind="primary" size="small" onClick={act(() => onUse(read, 'all'))}>
                  Fill in everything
                </Button>
                <Button
                  size="small"
                  disabled={read.parameters.prompt === undefined}
                  onClick={act(() => onUse(read, 'prompt'))}
                >
                  Prompt only
                </Button>
                <Button
                  size="small"
                  disabled={read.parameters.seed === undefined}
                  onClick={act(() => onUse(read, 'seed'))}
                >
                  Seed only
                </Button>
              </div>
            )}
            <div className="flex flex-wrap gap-2">
              <Button
                size="small"
                kind={read ? 'secondary' : 'primary'}
                disabled={!contents}
                onClick={act(onStartFrom)}
              >
                Start from this picture
              </Button>
              <Button size="small" disabled={!contents} onClick={act(onKeep)}>
                Add to gallery
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Told({ told }: { told: Read | undefined }) {
  if (!told) return <p className="animate-pulse text-faint">Reading</p>;
  const { read, notes } = told;
  return (
    <>
      {read && <Facts read={read} />}
      {!read && notes.length === 0 && (
        <p className="text-soft">The file does not say how it was made.</p>
      )}
      {notes.map((note) => (
        <p key={note} role="note" className="mt-1 text-xs text-soft">
          {note}
        </p>
      ))}
    </>
  );
}

function Facts({ read: { source, parameters } }: { read: ReadParameters }) {
  const {
    prompt,
    negativePrompt,
    seed,
    numInferenceSteps,
    guidanceScale,
    scheduler,
    width,
    height,
    model,
  } = parameters;
  const facts = [
    seed === undefined ? null : `seed ${seed}`,
    numInferenceSteps && `${numInferenceSteps} steps`,
    guidanceScale === undefined ? null : `guidance ${guidanceScale}`,
    scheduler,
    width && height ? `${width} × ${height}` : null,
    model,
  ].filter(Boolean);
  return (
    <>
      <p className="text-xs text-faint">Made with {SOURCES[source]}</p>
      <p className="line-clamp-4 break-words">{prompt || 'No prompt'}</p>
      {negativePrompt && (
        <p className="mt-1 line-clamp-2 text-xs break-words text-soft">Without: {negativePrompt}</p>
      )}
      <p className="mt-1 text-xs break-words text-faint">{facts.join(' · ')}</p>
    </>
  );
}

/** Files other than pictures are rejected here, before anything is done with them. */
function useContents(file: File, codec: PictureCodec): Contents {
  const [contents, setContents] = useState<Contents>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    read(file, codec, signal).then(
      (next) => !signal.aborted && setContents(next),
      (thrown: unknown) =>
        !signal.aborted && setContents({ error: EngineError.from(thrown, 'invalid_request') }),
    );
    return () => controller.abort();
  }, [file, codec]);
  return contents;
}

async function read(file: File, codec: PictureCodec, signal: AbortSignal): Promise<Read> {
  await codec.decode(file);
  try {
    const { read, notes } = await readPictureTexts(file, signal);
    return { read, notes: notes.map(describeNote) };
  } catch (thrown) {
    // A picture whose texts cannot be read is still a picture.
    return { read: undefined, notes: [describeError(EngineError.from(thrown)).sentence] };
  }
}
