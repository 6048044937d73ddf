import { ListTree } from 'lucide-react';
import type { DocumentChapter } from '../../../engine/documents/document-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu, MenuChoice, MenuChoices } from '../../../ui/Menu.tsx';

interface ChapterMenuProps {
  chapters: readonly DocumentChapter[];
  /** Where in the text the listener is. */
  offset: number;
  onChoose(offset: number): void;
}

/** The chapters of a text, to go to. */
export function ChapterMenu({ chapters, offset, onChoose }: ChapterMenuProps) {
  if (chapters.length === 0) return null;
  const current = chapters.findLastIndex(({ start }) => start <= offset);
  return (
    <Menu
      align="end"
      className="w-80 max-w-[calc(100vw-1.5rem)]"
      trigger={
        <Button kind="quiet" size="small">
          <ListTree />
          Chapters
        </Button>
      }
    >
      <MenuChoices
        value={String(current)}
        onChange={(index) => onChoose(chapters[Number(index)]?.start ?? 0)}
      >
        {chapters.map(({ title, start }, index) => (
          <MenuChoice key={start} value={String(index)}>
            <span className="min-w-0 break-words">{title}</span>
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
