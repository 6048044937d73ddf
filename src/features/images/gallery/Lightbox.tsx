import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { CredentialsOfStored } from '../credentials/CredentialsPanel.tsx';
import type { PictureCredentials } from '../credentials/picture-credentials.ts';
import type { ImagePart } from '../places.ts';
import { CompareView } from './CompareView.tsx';
import type { PictureActions } from './picture-actions.ts';
import type { PictureActionProps } from './use-picture-actions.ts';
import { titlePicture } from './picture-titles.ts';
import { FamilyLinks } from './FamilyLinks.tsx';
import { PictureInfo } from './PictureInfo.tsx';
import { PictureNote } from './PictureNote.tsx';
import { PictureToolbar } from './PictureToolbar.tsx';
import { usePictureUrl } from './use-picture-url.ts';
import { ZoomFrame } from './ZoomFrame.tsx';

interface LightboxProps {
  library: PictureLibrary;
  credentials: Pick<PictureCredentials, 'open'>;
  /** In the order in which one turns the pages. */
  pictures: readonly StoredPicture[];
  openId: string | null;
  actions: PictureActions;
  renderAbout: PictureActionProps['renderAbout'];
  onOpen(id: string | null): void;
  /** After something was asked for that is done on that part of the image screen. */
  onLeave(part: ImagePart): void;
  onEditMask(picture: StoredPicture): void;
}

/**
 * One picture over the whole screen: closer, compared, with all that it was made with and all that
 * can be done with it.
 */
export function Lightbox(props: LightboxProps) {
  const { pictures, openId, onOpen } = props;
  const everything = useStore(props.library.state).pictures ?? [];
  const at = pictures.findIndex(({ id }) => id === openId);
  // One of the family may be among those that are not shown.
  const picture = pictures[at] ?? everything.find(({ id }) => id === openId);
  const turn = (by: number) => {
    const next = at < 0 ? undefined : pictures[at + by];
    if (next) onOpen(next.id);
  };
  return (
    <Dialog
      isOpen={picture !== undefined}
      onOpenChange={(isOpen) => !isOpen && onOpen(null)}
      title={picture ? titlePicture(picture) : 'Picture'}
      isTitleHidden
      place="full"
    >
      {picture && (
        <div
          className="flex h-full min-h-0 flex-col lg:flex-row landscape:flex-row"
          onKeyDown={({ key, target, currentTarget }) => {
            // React tells of keys in a dialog over this one, too.
            if (!currentTarget.contains(target as HTMLElement)) return;
            if ((target as HTMLElement).closest('input, textarea, [role=menu]')) return;
            if (key === 'ArrowLeft') turn(-1);
            if (key === 'ArrowRight') turn(1);
          }}
        >
          <Stage key={picture.id} {...props} picture={picture} at={at} onTurn={turn} />
        </div>
      )}
    </Dialog>
  );
}

interface StageProps extends LightboxProps {
  picture: StoredPicture;
  at: number;
  onTurn(by: number): void;
}

function Stage({
  library,
  credentials,
  pictures,
  picture,
  at,
  actions,
  renderAbout,
  onOpen,
  onLeave,
  onEditMask,
  onTurn,
}: StageProps) {
  const everything = useStore(library.state).pictures ?? [];
  const [isComparing, setComparing] = useState(false);
  const [share, setShare] = useState(50);
  const source = everything.find(({ id }) => id === picture.sourceId);
  const other = source ?? pictures[at + 1] ?? pictures[at - 1];
  return (
    <>
      <div className="relative flex min-h-0 flex-1 flex-col bg-sunken">
        {isComparing && other ? (
          <Comparison
            library={library}
            picture={picture}
            other={other}
            share={share}
            onShare={setShare}
          />
        ) : (
          <Single library={library} picture={picture} />
        )}
        {isComparing && other && (
          <label className="absolute bottom-3 left-3 flex items-center gap-2 rounded-control border bg-raised px-3 py-2 text-xs max-[23rem]:bottom-20">
            Compare
            <input
              type="range"
              min={0}
              max={100}
              value={share}
              aria-valuetext={`${share}% of the other picture`}
              onChange={(event) => setShare(event.target.valueAsNumber)}
              className="w-24 accent-accent"
            />
          </label>
        )}
        <div className="absolute top-3 left-3 flex gap-1 rounded-control border bg-raised p-1">
          <IconButton label="Close" shortcut="Esc" side="bottom" onClick={() => onOpen(null)}>
            <X />
          </IconButton>
          <IconButton
            label="Previous picture"
            shortcut="←"
            side="bottom"
            disabled={at <= 0}
            onClick={() => onTurn(-1)}
          >
            <ChevronLeft />
          </IconButton>
          <IconButton
            label="Next picture"
            shortcut="→"
            side="bottom"
            disabled={at < 0 || at === pictures.length - 1}
            onClick={() => onTurn(1)}
          >
            <ChevronRight />
          </IconButton>
        </div>
      </div>
      <aside
        aria-label="About this picture"
        className="flex max-h-[45%] shrink-0 flex-col gap-5 overflow-y-auto border-t p-4 lg:max-h-none lg:w-80 lg:border-t-0 lg:border-l landscape:max-h-none landscape:w-72 landscape:border-t-0 landscape:border-l lg:landscape:w-80"
      >
        <PictureToolbar
          picture={picture}
          actions={actions}
          canCompare={other !== undefined}
          isComparing={isComparing}
          onCompare={setComparing}
          onEditMask={() => onEditMask(picture)}
          onLeave={onLeave}
          onRemove={() => {
            onOpen((at < 0 ? undefined : (pictures[at + 1] ?? pictures[at - 1]))?.id ?? null);
            actions.remove([picture]);
          }}
        />
        <FamilyLinks picture={picture} pictures={everything} library={library} onOpen={onOpen} />
        <PictureNote library={library} picture={picture} />
        <PictureInfo picture={picture} />
        {renderAbout(picture, onOpen)}
        <CredentialsOfStored picture={picture} library={library} credentials={credentials} />
      </aside>
    </>
  );
}

function Single({ library, picture }: { library: PictureLibrary; picture: StoredPicture }) {
  const url = usePictureUrl(library, picture.id, 'file');
  const title = titlePicture(picture);
  return (
    <ZoomFrame label="Picture">
      {url && <img src={url} alt={title} draggable={false} className="size-full object-contain" />}
    </ZoomFrame>
  );
}

interface ComparisonProps {
  library: PictureLibrary;
  picture: StoredPicture;
  other: StoredPicture;
  share: number;
  onShare(share: number): void;
}

function Comparison({ library, picture, other, share, onShare }: ComparisonProps) {
  const url = usePictureUrl(library, picture.id, 'file');
  const otherUrl = usePictureUrl(library, other.id, 'file');
  return (
    <ZoomFrame label="Two pictures">
      {url && otherUrl && (
        <CompareView
          before={otherUrl}
          after={url}
          beforeLabel={`Other: ${titlePicture(other)}`}
          afterLabel={titlePicture(picture)}
          share={share}
          onShare={onShare}
        />
      )}
    </ZoomFrame>
  );
}
