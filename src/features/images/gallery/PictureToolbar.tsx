import { useState } from 'react';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import {
  CompareIcon,
  DeleteIcon,
  FavouriteIcon,
  MaskIcon,
  ProcessIcon,
  SaveIcon,
  StartPictureIcon,
  StudioIcon,
  ToChatIcon,
  UpscaleIcon,
  UseSettingsIcon,
  VaryIcon,
} from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import type { ImagePart } from '../places.ts';
import type { PictureActions } from './picture-actions.ts';

interface PictureToolbarProps {
  picture: StoredPicture;
  actions: PictureActions;
  canCompare: boolean;
  isComparing: boolean;
  onCompare(isComparing: boolean): void;
  onEditMask(): void;
  onLeave(part: ImagePart): void;
  onRemove(): void;
}

const SUBTLE = 0.15;
const STRONG = 0.45;

/** All that can be done with one picture. */
export function PictureToolbar(props: PictureToolbarProps) {
  const { picture, actions, onEditMask, onLeave } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = (work: Promise<void>) =>
    work.then(
      () => setProblem(null),
      (thrown: Error) => setProblem(thrown.message),
    );
  return (
    <div role="group" aria-label="Actions" className="flex flex-col gap-3">
      <ViewActions {...props} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          onClick={() => void attempt(actions.startFrom(picture).then(() => onLeave('form')))}
        >
          <StartPictureIcon /> Use as start picture
        </Button>
        {picture.parameters.prompt.trim() !== '' && (
          <Button size="small" onClick={() => void attempt(actions.takeToChat(picture))}>
            <ToChatIcon /> Use in Chat
          </Button>
        )}
        <Button size="small" onClick={() => void attempt(actions.takeToStudio(picture))}>
          <StudioIcon /> Open in Studio
        </Button>
        <Button size="small" onClick={() => void attempt(actions.takeToBulk([picture]))}>
          <ProcessIcon /> Process
        </Button>
        <Button size="small" onClick={onEditMask}>
          <MaskIcon /> Inpaint
        </Button>
        <Derivations {...props} />
      </div>
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

/** What is done with the picture as it is. */
function ViewActions(props: PictureToolbarProps) {
  const { picture, actions, canCompare, isComparing, onCompare, onRemove } = props;
  return (
    <div className="flex items-center gap-1">
      <IconButton
        label={picture.isFavourite ? 'Remove favourite' : 'Favourite'}
        aria-pressed={picture.isFavourite}
        side="bottom"
        className="aria-pressed:text-accent"
        onClick={() => actions.toggleFavourite(picture)}
      >
        <FavouriteIcon fill={picture.isFavourite ? 'currentColor' : 'none'} />
      </IconButton>
      <IconButton
        label="Compare"
        aria-pressed={isComparing}
        disabled={!canCompare}
        side="bottom"
        className="aria-pressed:bg-sunken aria-pressed:text-ink"
        onClick={() => onCompare(!isComparing)}
      >
        <CompareIcon />
      </IconButton>
      <IconButton label="Delete" side="bottom" onClick={onRemove}>
        <DeleteIcon />
      </IconButton>
      <Button
        size="small"
        kind="primary"
        className="ml-auto"
        onClick={() => actions.save([picture])}
      >
        <SaveIcon /> Save
      </Button>
    </div>
  );
}

/** Other pictures from it, and its settings for the next. */
function Derivations({ picture, actions, onLeave }: PictureToolbarProps) {
  const leaveAfter = (part: ImagePart, work: () => void) => () => {
    work();
    onLeave(part);
  };
  return (
    <>
      <Menu
        trigger={
          <Button size="small">
            <VaryIcon /> Variations
          </Button>
        }
      >
        <MenuItem onSelect={leaveAfter('stage', () => actions.vary(picture, SUBTLE))}>
          Subtle
        </MenuItem>
        <MenuItem onSelect={leaveAfter('stage', () => actions.vary(picture, STRONG))}>
          Strong
        </MenuItem>
      </Menu>
      <Menu
        trigger={
          <Button size="small">
            <UpscaleIcon /> Upscale
          </Button>
        }
      >
        {([2, 4] as const).map((factor) => (
          <MenuItem
            key={factor}
            onSelect={leaveAfter('stage', () => actions.upscale(picture, factor))}
          >
            {factor}× · {picture.width * factor} × {picture.height * factor}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        trigger={
          <Button size="small">
            <UseSettingsIcon /> Use settings
          </Button>
        }
      >
        <MenuItem onSelect={leaveAfter('form', () => actions.reuse(picture, 'all'))}>
          All settings
        </MenuItem>
        <MenuItem onSelect={leaveAfter('form', () => actions.reuse(picture, 'prompt'))}>
          Prompt only
        </MenuItem>
        <MenuItem onSelect={leaveAfter('form', () => actions.reuse(picture, 'seed'))}>
          Seed only
        </MenuItem>
      </Menu>
    </>
  );
}
