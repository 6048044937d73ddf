import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { Correction } from '../../engine/diffusion/diffusion-engine.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { RegenerateIcon, SaveIcon, StartPictureIcon } from '../../ui/action-icons.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { usePictureActions } from './gallery/use-picture-actions.ts';
import type { PictureActions } from './gallery/picture-actions.ts';
import { SavingPictures } from './gallery/SavingPictures.tsx';
import { titlePicture } from './gallery/picture-titles.ts';
import { usePictureUrl } from './gallery/use-picture-url.ts';
import type { PictureParts } from './picture-parts.ts';
import { Corrections } from './queue/Corrections.tsx';

const Lightbox = lazy(() =>
  import('./gallery/Lightbox.tsx').then((module) => ({ default: module.Lightbox })),
);

interface FinishedPictureProps extends PictureParts {
  picture: StoredPicture;
  /** What was requested but not possible. */
  corrections?: readonly Correction[];
  /** Draws another one for the same words. */
  onDrawAgain(): void;
}

/**
 * A picture outside the gallery, with what is asked for first; pressed, it opens with all the rest.
 * It is as large as there is room.
 */
export default function FinishedPicture(props: FinishedPictureProps) {
  const { library, picture, corrections = [], onDrawAgain, onOpenImages } = props;
  const url = usePictureUrl(library, picture.id, 'file');
  const title = titlePicture(picture);
  const { actions, saving, setSaving } = usePictureActions(props);
  const [openId, setOpenId] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const attempt = (work: Promise<void>) =>
    void work.catch((thrown: Error) => setProblem(thrown.message));
  return (
    <figure className="flex min-h-0 w-full flex-col gap-1">
      <button
        type="button"
        aria-label={`Open the picture: ${title}`}
        onClick={() => setOpenId(picture.id)}
        className="min-h-0 w-full overflow-hidden rounded-control"
      >
        {url && <img src={url} alt={title} className="size-full rounded-control object-contain" />}
      </button>
      <figcaption className="-ml-2 flex shrink-0 items-center">
        <IconButton label="Save" onClick={() => actions.save([picture])}>
          <SaveIcon />
        </IconButton>
        <IconButton
          label="Use as start picture"
          onClick={() => attempt(actions.startFrom(picture).then(onOpenImages))}
        >
          <StartPictureIcon />
        </IconButton>
        <IconButton label="Draw another" onClick={onDrawAgain}>
          <RegenerateIcon />
        </IconButton>
      </figcaption>
      <Corrections corrections={corrections} />
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
      <SavingPictures {...props} saving={saving} setSaving={setSaving} />
      {openId !== null && (
        <Suspense fallback={null}>
          <OpenedPicture {...props} actions={actions} openId={openId} onOpen={setOpenId} />
        </Suspense>
      )}
    </figure>
  );
}

/** Over the whole screen, among all other pictures. */
function OpenedPicture({
  library,
  credentials,
  actions,
  renderAbout,
  openId,
  onOpen,
  onOpenImages,
}: FinishedPictureProps & {
  actions: PictureActions;
  openId: string;
  onOpen(id: string | null): void;
}) {
  const pictures = useStore(library.state).pictures ?? [];
  return (
    <Lightbox
      library={library}
      credentials={credentials}
      pictures={pictures}
      openId={openId}
      actions={actions}
      renderAbout={renderAbout}
      onOpen={onOpen}
      onLeave={onOpenImages}
      onEditMask={(picture) => void actions.startFrom(picture).then(onOpenImages)}
    />
  );
}
