import { AudioLines, Boxes, Image, Images, MessageSquareText, Search, Settings, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { SCREENS, type ScreenId } from '../engine/screens.ts';
import { joinClasses } from '../ui/class-names.ts';
import { HeardBar } from './HeardBar.tsx';
import { Tray } from './Tray.tsx';
import type { Studio } from './studio.ts';
import { UpdateNotice } from './UpdateNotice.tsx';

const ICONS: Readonly<Record<ScreenId, LucideIcon>> = {
  chat: MessageSquareText,
  images: Image,
  speech: AudioLines,
  gallery: Images,
  models: Boxes,
  settings: Settings,
};

interface ShellProps {
  studio: Studio;
  onOpenPalette(): void;
  children: ReactNode;
}

/** The rail (a bar at the bottom of a phone), the screen, and what is on every screen. */
export function Shell({ studio, onOpenPalette, children }: ShellProps) {
  return (
    <div className="flex h-full flex-col">
      <UpdateNotice studio={studio} />
      <div className="flex min-h-0 flex-1 flex-col-reverse md:flex-row">
        <nav
          aria-label="Main"
          className="flex shrink-0 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:w-20 md:flex-col md:border-t-0 md:border-r md:py-3"
        >
          <Home />
          {SCREENS.map((screen) => (
            <Place key={screen.id} {...screen} />
          ))}
          <button
            type="button"
            onClick={onOpenPalette}
            aria-keyshortcuts="Control+K Meta+K"
            className={joinClasses(PLACE, 'hidden md:mt-auto md:flex')}
          >
            <Search className="size-5" aria-hidden />
            Search
          </button>
        </nav>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <main className="min-h-0 flex-1">{children}</main>
          <HeardBar studio={studio} />
          <Tray studio={studio} />
        </div>
      </div>
    </div>
  );
}

const PLACE =
  'flex flex-1 flex-col items-center gap-1 py-2.5 text-[0.6875rem] text-faint transition-colors duration-150 hover:text-ink md:flex-none';

function Place({ id, title }: (typeof SCREENS)[number]) {
  const [isHere] = useRoute(`/${id}/*?`);
  const Icon = ICONS[id];
  return (
    <Link
      href={`/${id}`}
      aria-current={isHere ? 'page' : undefined}
      className={joinClasses(PLACE, isHere && 'font-medium text-accent hover:text-accent')}
    >
      <Icon className="size-5" aria-hidden />
      {title}
    </Link>
  );
}

/** The first screen, by its mark. */
function Home() {
  const [isHere] = useRoute('/');
  return (
    <Link
      href="/"
      aria-current={isHere ? 'page' : undefined}
      className={joinClasses(PLACE, 'md:mb-3', isHere && 'font-medium text-accent hover:text-accent')}
    >
      <Mark />
      <span className="md:sr-only">Home</span>
    </Link>
  );
}

/** Three panels, the outer ones turned inwards. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className="size-5 text-accent md:size-9">
      <path d="M3 8 10.5 6v20L3 24Z" fill="currentColor" opacity="0.55" />
      <path d="M12.5 5.5h7v21h-7Z" fill="currentColor" />
      <path d="M29 8 21.5 6v20l7.5-2Z" fill="currentColor" opacity="0.55" />
    </svg>
  );
}
