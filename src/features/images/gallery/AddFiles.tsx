import { FolderInput } from 'lucide-react';
import { useRef } from 'react';
import { StartPictureIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';

/** Takes picture files, a zip of them or a folder into the gallery. */
export function AddFiles({ onFiles }: { onFiles(files: readonly File[], folder?: string): void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        trigger={
          <Button size="small">
            <StartPictureIcon /> Add pictures
          </Button>
        }
      >
        <MenuItem onSelect={() => files.current?.click()}>
          <StartPictureIcon /> Pictures or a zip
        </MenuItem>
        <MenuItem onSelect={() => folder.current?.click()}>
          <FolderInput /> A whole folder
        </MenuItem>
      </Menu>
      <input
        ref={files}
        type="file"
        multiple
        accept="image/*,.zip"
        aria-label="Picture files"
        className="hidden"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <input
        ref={folder}
        type="file"
        {...{ webkitdirectory: '' }}
        aria-label="Folder of pictures"
        className="hidden"
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])];
          onFiles(chosen, chosen[0]?.webkitRelativePath.split('/')[0]);
          target.value = '';
        }}
      />
    </>
  );
}
