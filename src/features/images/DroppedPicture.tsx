import { useEffect, useState } from 'react';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import { readParameters, type ReadParameters } from '../../engine/images/metadata/image-metadata.ts';
import { BlobImage } from '../../ui/BlobImage.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { ParameterChoice } from './image-form.ts';

interface DroppedPictureProps {
  file: File;
  codec: PictureCodec;
  onUse(read: ReadParameters, choice: ParameterChoice): void;
  onStartFrom(): void;
  onKeep(): void;
  onClose(): void;
}

type Contents = { read: ReadParameters | undefined } | { error: EngineError } | null;

const SOURCES = { triptych: 'Triptych', a1111: 'Stable Diffusion web UI or a relative', comfyui: 'ComfyUI' } as const;

/** A picture file that came from outside: what it tells of itself, and what to take of that. */
export function DroppedPicture({ file, codec, onUse, onStartFrom, onKeep, onClose }: DroppedPictureProps) {
  const contents = useContents(file, codec);
  const read = contents && 'read' in contents ? contents.read : undefined;
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
              <BlobImage blob={file} alt={file.name} className="size-28 rounded-control bg-sunken object-contain" />
              <div className="min-w-0 flex-1 text-sm">
                <Told read={read} isReading={contents === null} />
              </div>
            </div>
            {read && (
              <div role="group" aria-label="Fill in the form" className="flex flex-wrap gap-2">
                <Button kind="primary" size="small" onClick={act(() => onUse(read, 'all'))}>
                  Fill in everything
                </Button>
                <Button size="small" onClick={act(() => onUse(read, 'prompt'))}>
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
                Keep it in the gallery
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Told({ read, isReading }: { read: ReadParameters | undefined; isReading: boolean }) {
  if (isReading) return <p className="animate-pulse text-faint">Reading</p>;
  if (!read) return <p className="text-soft">The file does not tell how it was made.</p>;
  const { prompt, seed, numInferenceSteps, scheduler } = read.parameters;
  const facts = [
    seed === undefined ? null : `seed ${seed}`,
    numInferenceSteps && `${numInferenceSteps} steps`,
    scheduler,
  ].filter(Boolean);
  return (
    <>
      <p className="text-xs text-faint">Made with {SOURCES[read.source]}</p>
      <p className="line-clamp-4 break-words">{prompt ?? 'No prompt'}</p>
      <p className="mt-1 text-xs text-faint">{facts.join(' · ')}</p>
    </>
  );
}

/** A file that is no picture is told apart here, before anything is done with it. */
function useContents(file: File, codec: PictureCodec): Contents {
  const [contents, setContents] = useState<Contents>(null);
  useEffect(() => {
    let isCurrent = true;
    async function look(): Promise<Contents> {
      await codec.decode(file);
      // A picture whose texts are broken is still a picture.
      const read = await readParameters(new Uint8Array(await file.arrayBuffer())).catch(() => undefined);
      return { read };
    }
    look().then(
      (next) => isCurrent && setContents(next),
      (thrown: unknown) => isCurrent && setContents({ error: EngineError.from(thrown, 'invalid_request') }),
    );
    return () => {
      isCurrent = false;
    };
  }, [file, codec]);
  return contents;
}
