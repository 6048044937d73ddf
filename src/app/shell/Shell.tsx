import {
  AudioLines,
  Boxes,
  CodeXml,
  Ellipsis,
  Frame,
  Image,
  Images,
  Layers,
  MessageSquareText,
  Search,
  Server,
  Settings,
  type LucideIcon,
} from 'lucide-react';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Link, useRoute } from 'wouter';
import { SCREENS, type ScreenId } from '../../engine/screens.ts';
import { joinClasses } from '../../ui/class-names.ts';
import { Popover } from '../../ui/Popover.tsx';
import { HeardBar } from './HeardBar.tsx';
import type { Studio } from '../studio.ts';
import { UpdateNotice } from './UpdateNotice.tsx';

const DamageNotice = lazy(() =>
  import('./DamageNotice.tsx').then((module) => ({ default: module.DamageNotice })),
);
const StoppedModelNotice = lazy(() =>
  import('./StoppedModelNotice.tsx').then((module) => ({ default: module.StoppedModelNotice })),
);
const StorageNotice = lazy(() =>
  import('./StorageNotice.tsx').then((module) => ({ default: module.StorageNotice })),
);
const Tray = lazy(() => import('./Tray.tsx').then((module) => ({ default: module.Tray })));

const ICONS: Readonly<Record<ScreenId, LucideIcon>> = {
  chat: MessageSquareText,
  images: Image,
  speech: AudioLines,
  studio: Frame,
  gallery: Images,
  bulk: Layers,
  models: Boxes,
  developers: CodeXml,
  companion: Server,
  settings: Settings,
};

/** Have no place in the rail: the settings and the search lead there. */
const FOR_FEW: ReadonlySet<ScreenId> = new Set(['developers', 'companion']);

interface ShellProps {
  studio: Studio;
  onOpenPalette(): void;
  children: ReactNode;
}

/** The rail (a bar at the bottom of a phone), the screen, and what is on every screen. */
export function Shell({ studio, onOpenPalette, children }: ShellProps) {
  const main = useRef<HTMLElement>(null);
  const isKept = useStore(studio.keeping) === 'kept';
  const hasStopped = useStore(studio.modelMarks.state, ({ news }) => news !== null);
  const isDamaged = useStore(studio.damage.state, ({ length }) => length > 0);
  const hasDownloads = useStore(
    studio.models.state,
    ({ downloads }) => Object.keys(downloads).length > 0,
  );
  return (
    <div className="flex h-full flex-col">
      <SkipLink onSkip={() => main.current?.focus()} />
      <UpdateNotice studio={studio} />
      <Suspense fallback={null}>{isKept ? null : <StorageNotice studio={studio} />}</Suspense>
      <Suspense fallback={null}>{isDamaged && <DamageNotice studio={studio} />}</Suspense>
      <Suspense fallback={null}>{hasStopped && <StoppedModelNotice studio={studio} />}</Suspense>
      <div className="flex min-h-0 flex-1 flex-col-reverse low:flex-row rail:flex-row">
        <nav
          aria-label="Main"
          className="flex shrink-0 overflow-y-auto border-t bg-surface pb-[env(safe-area-inset-bottom)] low:w-16 low:flex-col low:border-t-0 low:border-r rail:w-20 rail:flex-col rail:border-t-0 rail:border-r rail:py-3"
        >
          <Home />
          {SCREENS.filter(({ id }) => !FOR_FEW.has(id)).map((screen, index) => (
            <Place key={screen.id} {...screen} isTab={index < TABS} />
          ))}
          <MorePlaces onOpenPalette={onOpenPalette} />
          <button
            type="button"
            onClick={onOpenPalette}
            aria-keyshortcuts="Control+K Meta+K"
            className={joinClasses(PLACE, 'hidden rail:mt-auto rail:flex')}
          >
            <Search className="size-5" aria-hidden />
            Search
          </button>
        </nav>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <main ref={main} id="content" tabIndex={-1} className="min-h-0 flex-1 focus:outline-none">
            {children}
          </main>
          <HeardBar studio={studio} />
          <Suspense fallback={null}>{hasDownloads && <Tray studio={studio} />}</Suspense>
        </div>
      </div>
    </div>
  );
}

/** The first keyboard stop. It is not a link: addresses after the # are screens. */
function SkipLink({ onSkip }: { onSkip(): void }) {
  return (
    <a
      href="#content"
      onClick={(event) => {
        event.preventDefault();
        onSkip();
      }}
      className="sr-only rounded-control bg-accent px-4 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
    >
      Skip to content
    </a>
  );
}

/**
 * So many screens have a place of their own where there is little room; the others are under More.
 */
const TABS = 3;

const PLACE =
  'flex min-h-12 min-w-0 flex-1 flex-col items-center justify-center gap-1 py-2 text-[0.6875rem] text-faint transition-colors duration-150 hover:text-ink low:flex-none rail:flex-none';

function Place({ id, title, isTab }: (typeof SCREENS)[number] & { isTab: boolean }) {
  const [isHere] = useRoute(`/${id}/*?`);
  const Icon = ICONS[id];
  return (
    <Link
      href={`/${id}`}
      aria-current={isHere ? 'page' : undefined}
      className={joinClasses(
        PLACE,
        isHere && 'font-medium text-accent hover:text-accent',
        !isTab && 'hidden rail:flex',
      )}
    >
      <Icon className="size-5" aria-hidden />
      {title}
    </Link>
  );
}

/** The screens that have no place of their own on a phone, and the search. */
function MorePlaces({ onOpenPalette }: { onOpenPalette(): void }) {
  const [isOpen, setOpen] = useState(false);
  const [, place] = useRoute<{ screen: string }>('/:screen/*?');
  const screen = place?.screen;
  const others = SCREENS.slice(TABS).filter(({ id }) => id !== 'companion');
  const isHere = others.some(({ id }) => id === screen);
  return (
    <Popover
      label="More"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={joinClasses(
            PLACE,
            'rail:hidden',
            isHere && 'font-medium text-accent hover:text-accent',
          )}
        >
          <Ellipsis className="size-5" aria-hidden />
          More
        </button>
      }
    >
      <div className="flex flex-col">
        {others.map(({ id, title }) => {
          const Icon = ICONS[id];
          return (
            <Link
              key={id}
              href={`/${id}`}
              aria-current={id === screen ? 'page' : undefined}
              onClick={() => setOpen(false)}
              className={joinClasses(MORE, id === screen && 'font-medium text-accent')}
            >
              <Icon className="size-5" aria-hidden />
              {title}
            </Link>
          );
        })}
        <button
          type="button"
          onClick={() => {
            setOpen(false);
            onOpenPalette();
          }}
          className={MORE}
        >
          <Search className="size-5" aria-hidden />
          Search
        </button>
      </div>
    </Popover>
  );
}

const MORE = 'flex min-h-12 items-center gap-3 rounded-md px-2 text-left hover:bg-sunken';

/** The first screen, by its mark. */
function Home() {
  const [isHere] = useRoute('/');
  return (
    <Link
      href="/"
      aria-current={isHere ? 'page' : undefined}
      className={joinClasses(
        PLACE,
        'rail:mb-3',
        isHere && 'font-medium text-accent hover:text-accent',
      )}
    >
      <Mark />
      <span className="rail:sr-only">Home</span>
    </Link>
  );
}

/** Three panels, the outer ones turned inwards. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className="size-5 text-accent rail:size-9">
      <path d="M3 8 10.5 6v20L3 24Z" fill="currentColor" opacity="0.55" />
      <path d="M12.5 5.5h7v21h-7Z" fill="currentColor" />
      <path d="M29 8 21.5 6v20l7.5-2Z" fill="currentColor" opacity="0.55" />
    </svg>
  );
}
