import { ArrowUpRight } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { joinClasses } from '../../ui/class-names.ts';
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

/** Words, pictures and voice side by side. The one in use grows; on a phone the others are slim edges above and below it. */
export function HomeScreen({ panels, footer, headerEnd }: HomeScreenProps) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const isNarrow = useMedia('(max-width: 47.99rem)');
  const openId = activeId ?? panels[0]?.id;
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-b px-4 sm:px-6">
        <h1 className="min-w-0 flex-1 truncate font-display text-xl tracking-tight">
          Triptych
          <span className="ml-3 hidden font-sans text-sm tracking-normal text-faint lg:inline">
            Words, pictures and voice, made on your own device
          </span>
        </h1>
        {headerEnd}
      </header>
      <div className="flex min-h-0 flex-1 flex-col divide-y md:flex-row md:divide-x md:divide-y-0 low:overflow-y-auto">
        {panels.map((panel) => (
          <Panel
            key={panel.id}
            {...panel}
            isFoldable={isNarrow}
            isOpen={!isNarrow || panel.id === openId}
            isActive={panel.id === activeId}
            onActivate={() => setActiveId(panel.id)}
          />
        ))}
      </div>
      <p className="shrink-0 border-t px-4 py-2 text-center text-xs text-faint">{footer}</p>
    </div>
  );
}

interface PanelProps extends HomePanel {
  isFoldable: boolean;
  isOpen: boolean;
  isActive: boolean;
  onActivate(): void;
}

function Panel(props: PanelProps) {
  const { id, title, status, href, hrefLabel, content, isFoldable, isOpen, isActive, onActivate } = props;
  const growth = useGrowth(onActivate);
  return (
    <section
      aria-labelledby={`home-${id}`}
      {...(isFoldable ? {} : growth)}
      className={joinClasses(
        'flex min-w-0 flex-col transition-[flex-grow] duration-150 ease-out',
        isOpen ? 'min-h-0 flex-1 low:min-h-88' : 'flex-none',
        isActive && !isFoldable && 'flex-[1.5]',
      )}
    >
      <div className="flex h-14 shrink-0 items-center gap-3 px-4 sm:px-6">
        <h2 id={`home-${id}`} className="min-w-0 flex-1 font-display text-lg">
          {isFoldable ? (
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={`home-${id}-content`}
              onClick={onActivate}
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

/** Grows a panel that is focused or clicked, but never under a pointer that is down: what it presses would move away from it. */
function useGrowth(onGrow: () => void) {
  const isPressed = useRef(false);
  return {
    onPointerDownCapture: () => void (isPressed.current = true),
    onPointerUpCapture: () => void (isPressed.current = false),
    onPointerCancelCapture: () => void (isPressed.current = false),
    onFocusCapture: () => void (isPressed.current || onGrow()),
    onClickCapture: onGrow,
  };
}

function Status({ text }: { text: string }) {
  return <span className="truncate font-sans text-xs font-normal text-accent">{text}</span>;
}
