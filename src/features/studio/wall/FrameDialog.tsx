import { useState } from 'react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { MadeBase, MadeImage } from '../../../storage/studio/studio-project.ts';
import { RegenerateIcon, SaveIcon } from '../../../ui/action-icons.ts';
import { BlobImage } from '../../../ui/BlobImage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FactList } from '../../../ui/FactList.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { altOf, beginningOf, extensionOf, stemOf } from '../set/describe-set.ts';
import { chosenCard } from '../set/plan-set.ts';
import { titleOfSize } from '../draft/known-sizes.ts';
import { openSetSigner, type SetCredentials } from '../set/sign-set.ts';
import { isBusy, type StudioStore } from '../store/studio-state.ts';

interface FrameDialogProps {
  store: StudioStore;
  library: Pick<PictureLibrary, 'add'>;
  credentials: SetCredentials;
  /** The size that is open. */
  name: string | null;
  base: MadeBase | undefined;
  onClose(): void;
}

/** One picture of the set, large, and what can be done with it alone. */
export function FrameDialog(props: FrameDialogProps) {
  const { store, name, base, onClose } = props;
  const project = useStore(store, (state) => state.project);
  const files = useStore(store, (state) => state.files);
  const image = project.made.images.find((each) => each.name === name);
  const file = image && files.get(image.id);
  return (
    <Dialog
      isOpen={file !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={name === null ? '' : titleOfSize(name)}
      className="top-[6vh] max-h-[88vh] w-[min(52rem,calc(100vw-1.5rem))]"
    >
      {image && file && (
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-4">
          <BlobImage
            blob={file}
            alt={altOf(project)}
            className="mx-auto max-h-[52vh] max-w-full bg-sunken object-contain"
          />
          <div className="text-sm">
            <FactList facts={listFacts(image, base)} />
          </div>
          <Actions {...props} image={image} file={file} />
        </div>
      )}
    </Dialog>
  );
}

function listFacts(image: MadeImage, base: MadeBase | undefined) {
  const { width, height, sizeBytes, parameters } = image;
  return [
    ['Size', `${width} × ${height} · ${formatBytes(sizeBytes)}`],
    ...(base ? [['Cut from', `${base.width} × ${base.height}`] as const] : []),
    ['Prompt', parameters.prompt],
    ['Model and seed', `${parameters.model}, ${parameters.seed}`],
  ] as const;
}

interface ActionsProps extends FrameDialogProps {
  image: MadeImage;
  file: Blob;
}

function Actions({ store, library, credentials, image, file, onClose }: ActionsProps) {
  const isRunning = useStore(store, ({ run }) => isBusy(run));
  const hasOwnPicture = useStore(
    store,
    ({ project }) => chosenCard(project.draft)?.isPicture === true,
  );
  const [kept, setKept] = useState<string | null>(null);
  const isKept = kept === image.id;
  const [problem, setProblem] = useState('');
  async function save(): Promise<void> {
    const { project, files } = store.getState();
    const sign = openSetSigner(credentials, project, files);
    const saved = sign ? await sign(image, file, new AbortController().signal) : file;
    saveFile(`${stemOf(project)}-${image.name}`, extensionOf(image), saved, image.type);
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        disabled={isRunning || hasOwnPicture}
        onClick={() => {
          onClose();
          void store.getState().redraw(image.name);
        }}
      >
        <RegenerateIcon /> Redraw only this size
      </Button>
      <Button
        onClick={() => {
          setProblem('');
          void save().catch((thrown: unknown) =>
            setProblem(describeError(EngineError.from(thrown)).sentence),
          );
        }}
      >
        <SaveIcon /> Save
      </Button>
      <Button
        disabled={isKept}
        onClick={() =>
          void library
            .add(file, image.parameters, beginningOf(store.getState().project))
            .then(() => setKept(image.id))
        }
      >
        {isKept ? 'In the gallery' : 'Add to gallery'}
      </Button>
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
