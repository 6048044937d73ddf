import { FolderPlus, X } from 'lucide-react';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { DeleteIcon, ProcessIcon, SaveIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { AddFiles } from './AddFiles.tsx';

interface SelectionBarProps {
  shown: readonly StoredPicture[];
  selected: readonly StoredPicture[];
  isSelecting: boolean;
  onStart(): void;
  onEnd(): void;
  onAll(): void;
  onFiles(files: readonly File[], folder?: string): void;
  onProcess(pictures: readonly StoredPicture[]): void;
  onCollect(pictures: readonly StoredPicture[]): void;
  onSave(pictures: readonly StoredPicture[]): void;
  onRemove(pictures: readonly StoredPicture[]): void;
}

/** How many pictures there are, and what is done with several at once. */
export function SelectionBar(props: SelectionBarProps) {
  const { shown, selected, isSelecting, onStart, onEnd, onAll, onFiles, onSave } = props;
  const { onProcess, onCollect, onRemove } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <span className="mr-auto text-faint" role="status">
        {isSelecting ? `${selected.length} selected` : describeShown(shown)}
      </span>
      {isSelecting ? (
        <>
          <Button size="small" onClick={onAll}>
            Select all
          </Button>
          <Button size="small" disabled={selected.length === 0} onClick={() => onProcess(selected)}>
            <ProcessIcon /> Process these
          </Button>
          <Button size="small" disabled={selected.length === 0} onClick={() => onCollect(selected)}>
            <FolderPlus /> Add to collection
          </Button>
          <Button size="small" disabled={selected.length === 0} onClick={() => onSave(selected)}>
            <SaveIcon /> Save as zip
          </Button>
          <Button
            size="small"
            kind="danger"
            disabled={selected.length === 0}
            onClick={() => onRemove(selected)}
          >
            <DeleteIcon /> Delete
          </Button>
          <Button size="small" kind="quiet" onClick={onEnd}>
            <X /> Done
          </Button>
        </>
      ) : (
        <>
          <AddFiles onFiles={onFiles} />
          <Button size="small" disabled={shown.length === 0} onClick={onStart}>
            Select several
          </Button>
          <Button size="small" disabled={shown.length === 0} onClick={() => onSave(shown)}>
            <SaveIcon /> Save all as zip
          </Button>
        </>
      )}
    </div>
  );
}

/** How many there are, and what they take of this device. */
function describeShown(shown: readonly StoredPicture[]): string {
  const bytes = shown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const size = shown.length > 0 ? `, ${formatBytes(bytes)}` : '';
  return `${shown.length.toLocaleString('en')} ${shown.length === 1 ? 'picture' : 'pictures'}${size}`;
}
