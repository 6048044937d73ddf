import { Pause, Play } from 'lucide-react';
import { useEffect } from 'react';
import { StopIcon } from '../../ui/action-icons.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useAddress } from '../address.ts';
import type { Heard, HeardSound } from '../sound/heard.ts';

interface MiniPlayerProps {
  heard: Heard;
  sound: HeardSound;
}

/**
 * What is heard: pause it, stop it, go to it. Not on the screens that have a player for it; an
 * answer may be far up in its conversation.
 */
export default function MiniPlayer({ heard, sound }: MiniPlayerProps) {
  const [path] = useAddress();
  useEscape(sound.stop);
  const hasPlayer = heard.path === (path || '/') && !heard.path.startsWith('/chat');
  return hasPlayer ? null : <Bar heard={heard} sound={sound} />;
}

function Bar({ heard: { title, status, path }, sound }: MiniPlayerProps) {
  const isPaused = status === 'paused';
  return (
    <section
      aria-label="Now reading"
      className="flex shrink-0 items-center gap-1 border-t bg-surface px-2 py-1 sm:gap-2 sm:px-5"
    >
      <IconButton
        label={isPaused ? 'Continue reading' : 'Pause reading'}
        size="icon"
        onClick={sound.toggle}
      >
        {isPaused ? <Play fill="currentColor" /> : <Pause fill="currentColor" />}
      </IconButton>
      <a
        href={`#${path}`}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-control px-1 text-sm hover:underline touch:min-h-11"
      >
        <span className="min-w-0 truncate">{title}</span>
        <span role="status" className="shrink-0 text-xs text-faint">
          {describe(status)}
        </span>
      </a>
      <IconButton label="Stop reading aloud" shortcut="Esc" size="icon" onClick={sound.stop}>
        <StopIcon />
      </IconButton>
    </section>
  );
}

function describe(status: Heard['status']): string {
  if (status === 'making') return 'Making the next sentence…';
  return status === 'paused' ? 'Paused' : '';
}

/**
 * Escape ends what is playing, unless something else takes the key: a dialog that closes, an answer
 * that stops.
 */
function useEscape(stop: () => void): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.isComposing || isLayerOpen()) return;
      // When all others have had it, whichever listens first.
      setTimeout(() => event.defaultPrevented || stop());
    }
    addEventListener('keydown', handle, { capture: true });
    return () => removeEventListener('keydown', handle, { capture: true });
  }, [stop]);
}

const isLayerOpen = () =>
  document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null;
