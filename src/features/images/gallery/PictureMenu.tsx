import { Ellipsis, FolderPlus } from 'lucide-react';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import {
  DeleteIcon,
  FavouriteIcon,
  ProcessIcon,
  SaveIcon,
  StartPictureIcon,
  StudioIcon,
  ToChatIcon,
} from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import type { PictureActions } from './picture-actions.ts';
import { titlePicture } from './picture-titles.ts';

export interface PictureMenuProps {
  picture: StoredPicture;
  actions: PictureActions;
  /** After the picture was made the one to start from. */
  onStarted(): void;
  onProblem(thrown: unknown): void;
  onCollect?: ((pictures: readonly StoredPicture[]) => void) | undefined;
}

/** The most common actions on a picture, without opening it. */
export function PictureMenu(props: PictureMenuProps) {
  const { picture, actions, onStarted, onProblem, onCollect } = props;
  return (
    <Menu
      align="end"
      trigger={
        <Button
          kind="secondary"
          size="icon-small"
          aria-label={`More for ${titlePicture(picture)}`}
          className="absolute right-1.5 bottom-1.5 size-7 bg-raised/90 text-soft hover:text-ink"
        >
          <Ellipsis />
        </Button>
      }
    >
      <MenuItem onSelect={() => void actions.startFrom(picture).then(onStarted, onProblem)}>
        <StartPictureIcon /> Use as start picture
      </MenuItem>
      {picture.parameters.prompt.trim() !== '' && (
        <MenuItem onSelect={() => void actions.takeToChat(picture).catch(onProblem)}>
          <ToChatIcon /> Use in Chat
        </MenuItem>
      )}
      <MenuItem onSelect={() => void actions.takeToStudio(picture).catch(onProblem)}>
        <StudioIcon /> Open in Studio
      </MenuItem>
      <MenuItem onSelect={() => void actions.takeToBulk([picture])}>
        <ProcessIcon /> Process
      </MenuItem>
      {onCollect && (
        <MenuItem onSelect={() => onCollect([picture])}>
          <FolderPlus /> Add to collection
        </MenuItem>
      )}
      <MenuItem onSelect={() => actions.save([picture])}>
        <SaveIcon /> Save
      </MenuItem>
      <MenuItem onSelect={() => actions.toggleFavourite(picture)}>
        <FavouriteIcon /> {picture.isFavourite ? 'Remove favourite' : 'Favourite'}
      </MenuItem>
      <MenuItem isDangerous onSelect={() => actions.remove([picture])}>
        <DeleteIcon /> Delete
      </MenuItem>
    </Menu>
  );
}
