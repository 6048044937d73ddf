import { PanelLeft, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { SpeechIcon } from '../../ui/action-icons.ts';
import { IconButton } from '../../ui/IconButton.tsx';

interface SpeechHeaderProps {
  /** Of the voice that speaks next. */
  voiceName: string;
  /** There are voices to choose from. */
  hasVoices: boolean;
  modelPicker: ReactNode;
  headerEnd: ReactNode;
  onOpenList(): void;
  onNew(): void;
  onOpenVoices(): void;
}

/** The model and the voice that speak next. On a narrow screen they have a row of their own. */
export function SpeechHeader(props: SpeechHeaderProps) {
  const { voiceName, hasVoices, modelPicker, headerEnd, onOpenList, onNew, onOpenVoices } = props;
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-1 border-b px-3 py-1 sm:flex-nowrap sm:px-4">
      <IconButton label="Readings" side="bottom" className="lg:hidden" onClick={onOpenList}>
        <PanelLeft />
      </IconButton>
      <IconButton label="New reading" side="bottom" className="mr-1 lg:hidden" onClick={onNew}>
        <SquarePen />
      </IconButton>
      <div className="order-last flex min-w-0 basis-full items-center justify-between gap-1 pl-2 sm:order-none sm:flex-1 sm:basis-0 sm:justify-start">
        {modelPicker}
        <Button
          kind="quiet"
          size="small"
          aria-label={`Voice: ${voiceName}`}
          disabled={!hasVoices}
          onClick={onOpenVoices}
          className="min-w-0 shrink"
        >
          <SpeechIcon className="text-accent" />
          <span className="truncate">{voiceName}</span>
        </Button>
      </div>
      <div className="ml-auto">{headerEnd}</div>
    </header>
  );
}
