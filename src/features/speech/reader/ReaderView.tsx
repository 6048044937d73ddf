import { useEffect, useRef } from 'react';
import { joinClasses } from '../../../ui/class-names.ts';

/** A stretch of the text, in UTF-16 units. */
interface Span {
  start: number;
  end: number;
}

interface ReaderViewProps {
  text: string;
  /** The word that is heard. */
  word: Span | undefined;
  /** The part of the text that has been spoken. */
  spokenFrom?: number;
  spokenUntil: number;
  /** Keeps the word in view while it plays. */
  isFollowing: boolean;
  /** A place in the text was pressed. */
  onPick?(textOffset: number): void;
  className?: string;
}

const WORD = 'reading-word';
const AHEAD = 'reading-ahead';

/**
 * The text of a reading with the word that is heard marked. Marks lie over the text (CSS
 * highlights), so that it is one piece however long it is.
 */
export function ReaderView({
  text,
  word,
  spokenFrom = 0,
  spokenUntil,
  isFollowing,
  onPick,
  className,
}: ReaderViewProps) {
  const block = useRef<HTMLDivElement>(null);
  const start = word?.start;
  const end = word?.end;
  useEffect(() => {
    const node = block.current?.firstChild;
    if (!node || start === undefined || end === undefined) return;
    const range = createRange(node, start, end);
    mark(WORD, range);
    if (isFollowing) keepInView(range, block.current);
    return () => unmark(WORD);
  }, [text, start, end, isFollowing]);
  useEffect(() => {
    const node = block.current?.firstChild;
    if (!node) return;
    mark(AHEAD, createRange(node, 0, spokenFrom), createRange(node, spokenUntil, text.length));
    return () => unmark(AHEAD);
  }, [text, spokenFrom, spokenUntil]);

  function pick(event: React.MouseEvent) {
    // Selecting text is not choosing a place.
    if (!getSelection()?.isCollapsed) return;
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    if (place?.offsetNode === block.current?.firstChild && place) onPick?.(place.offset);
  }
  return (
    // The keyboard's way to a place is the slider below.
    <div
      ref={block}
      role="document"
      aria-label="Text of the reading"
      onClick={pick}
      className={joinClasses(
        'break-words whitespace-pre-wrap',
        onPick && 'cursor-pointer',
        className ?? 'mx-auto w-full max-w-[44rem] py-8 font-display text-xl leading-relaxed',
      )}
    >
      {text}
    </div>
  );
}

function createRange(node: Node, start: number, end: number): Range {
  const length = node.textContent?.length ?? 0;
  const range = document.createRange();
  range.setStart(node, Math.min(start, length));
  range.setEnd(node, Math.min(end, length));
  return range;
}

function mark(name: string, ...ranges: Range[]): void {
  CSS.highlights?.set(name, new Highlight(...ranges));
}

function unmark(name: string): void {
  CSS.highlights?.delete(name);
}

function keepInView(range: Range, block: HTMLElement | null): void {
  const scroller = block?.closest('[data-scroller]');
  if (!scroller) return;
  const word = range.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  if (word.height === 0 || (word.top > view.top + 48 && word.bottom < view.bottom - 96)) return;
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  scroller.scrollBy({ top: word.top - view.top - view.height / 3, behavior });
}
