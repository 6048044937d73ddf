import { ArrowUpRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { joinClasses } from '../../ui/class-names.ts';
import { useKeyboardRoom } from '../../ui/use-keyboard-room.ts';
import { useMedia } from '../../ui/use-media.ts';

/** One wing of the triptych. */
export interface HomePanel {
  id: string;
  title: string;
  /** What it is doing, in a word or two; empty while it waits. */
  status: string;
  /** The screen with all that it can do. */
  href: string;
  hrefLabel: string;
  content: ReactNode;
}

interface HomeScreenProps {
  panels: readonly HomePanel[];
  /** What runs where. */
  footer: string;
  headerEnd: ReactNode;
}

/**
 * Words, pictures and voice side by side, each always as wide as the others; where there is room
 * for two, the voice is below them. On a phone one is open, and the others are slim edges above and
 * below it.
 */
export function HomeScreen({ panels, footer, headerEnd }: HomeScreenProps) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const isNarrow = useMedia('(max-width: 47.99rem)');
  const room = useKeyboardRoom<HTMLDivElement>();
  const openId = activeId ?? panels[0]?.id;
  return (
    <div ref={room} className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-b px-4 sm:px-6">
        <h1 className="min-w-0 flex-1 truncate font-display text-xl tracking-tight">
          Triptych
          <span className="ml-3 hidden font-sans text-sm tracking-normal text-faint lg:inline">
            Words, pictures and voice, made on your own device
          </span>
        </h1>
        {headerEnd}
      </header>
      <div className={isNarrow ? 'flex min-h-0 flex-1 flex-col divide-y overflow-y-auto' : COLUMNS}>
        {panels.map((panel) => (
          <Panel
            key={panel.id}
            {...panel}
            isFoldable={isNarrow}
            isOpen={!isNarrow || panel.id === openId}
            onOpen={() => setActiveId(panel.id)}
          />
        ))}
      </div>
      <p className="shrink-0 border-t px-4 py-2 text-center text-xs text-faint max-sm:hidden [@media(max-height:30rem)]:hidden">
        {footer}
      </p>
    </div>
  );
}

/**
 * A low screen scrolls: no panel is squeezed. The lines between them are what shows of the ground.
 */
const COLUMNS =
  'grid min-h-0 flex-1 auto-rows-fr grid-cols-2 grid-rows-[minmax(26rem,2fr)_minmax(18rem,1fr)] gap-px overflow-y-auto bg-line *:bg-paper *:last:col-span-2 lg:grid-cols-3 lg:grid-rows-[minmax(26rem,1fr)] lg:*:last:col-span-1';

interface PanelProps extends HomePanel {
  isFoldable: boolean;
  isOpen: boolean;
  onOpen(): void;
}

function Panel(props: PanelProps) {
  const { id, isFoldable, isOpen, href, hrefLabel, content } = props;
  return (
    <section
      aria-labelledby={`home-${id}`}
      className={joinClasses(
        'flex min-h-0 min-w-0 flex-col',
        isFoldable && (isOpen ? 'min-h-80 flex-1' : 'flex-none'),
      )}
    >
      <div className="flex h-14 shrink-0 items-center gap-3 px-4 sm:px-6">
        <Heading {...props} />
        <a
          href={href}
          className="flex items-center gap-1 rounded text-sm text-soft transition-colors duration-150 hover:text-accent touch:min-h-11"
        >
          {hrefLabel}
          <ArrowUpRight className="size-4" aria-hidden />
        </a>
      </div>
      <div
        id={`home-${id}-content`}
        hidden={!isOpen}
        className={isOpen ? 'flex min-h-0 flex-1 flex-col px-4 pb-5 sm:px-6' : undefined}
      >
        {content}
      </div>
    </section>
  );
}

/** Where panels fold, it opens its own. */
function Heading({ id, title, status, isFoldable, isOpen, onOpen }: PanelProps) {
  return (
    <h2 id={`home-${id}`} className="min-w-0 flex-1 font-display text-lg">
      {isFoldable ? (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`home-${id}-content`}
          onClick={onOpen}
          className="flex w-full items-baseline gap-3 py-3 text-left"
        >
          {title}
          <Status text={status} />
        </button>
      ) : (
        <span className="flex items-baseline gap-3">
          {title}
          <Status text={status} />
        </span>
      )}
    </h2>
  );
}

function Status({ text }: { text: string }) {
  return <span className="truncate font-sans text-xs font-normal text-accent">{text}</span>;
}
