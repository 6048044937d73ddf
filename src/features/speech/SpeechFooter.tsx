import { useStore } from 'zustand';
import { hostOfCompanion, isElsewhere } from '../../engine-client/companion/companion-state.ts';
import { nameModel } from '../../engine-client/companion/name-model.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import { Button } from '../../ui/Button.tsx';
import { DownloadProgress } from '../../ui/DownloadProgress.tsx';
import { ContinueIcon, SpeechIcon, StopIcon } from '../../ui/action-icons.ts';
import { MakingStatus } from './reader/MakingStatus.tsx';
import { ReadingControls } from './reader/ReadingControls.tsx';
import { FileProgress } from './saving/FileProgress.tsx';
import { SpeechNotices } from './SpeechNotices.tsx';
import type { SpeechPartProps, SpeechScreenProps } from './SpeechScreen.tsx';
import { SpeechStatus } from './SpeechStatus.tsx';
import { DraftNotice } from './text/DraftNotice.tsx';

/** What is to be known, what can be done now, and what the engine is doing. */
export function SpeechFooter(props: SpeechPartProps) {
  return (
    <footer className="relative mx-auto w-full max-w-[48rem] shrink-0 px-3 pt-1 pb-2 sm:px-6 sm:pb-3">
      <Notices {...props} />
      <Arrivals {...props} />
      <Controls {...props} />
      <StatusLine {...props} />
    </footer>
  );
}

function Notices({ store, draft, file, localVoiceName, onAction }: SpeechPartProps) {
  const { open, problem, unsaved, notice, dismissProblem, keepUnsaved, continueHere } =
    useStore(store);
  const { earlier, undo, forgetEarlier } = useStore(draft);
  const { reading } = file;
  return (
    <>
      <SpeechNotices
        problem={problem ?? (reading.status === 'failed' ? reading.problem : null)}
        notice={notice ?? (reading.status === 'incomplete' ? reading.notice : null)}
        unsavedCount={problem ? unsaved.length : 0}
        onKeepUnsaved={() => void keepUnsaved()}
        onAction={onAction}
        localVoiceName={open && isElsewhere(open.reading.model) ? localVoiceName : ''}
        onContinueHere={() => void continueHere()}
        onDismiss={() => {
          dismissProblem();
          file.dismiss();
        }}
      />
      {earlier && !open && (
        <DraftNotice text={earlier.text} onUndo={undo} onDismiss={forgetEarlier} />
      )}
    </>
  );
}

/** A file that is being read, a model that is on its way. */
function Arrivals({ store, models, modelId, file }: SpeechPartProps) {
  const { run } = useStore(store);
  const state = useStore(models.state);
  const manifest = findModel(state, 'speech', modelId);
  const download = state.downloads[modelId];
  return (
    <>
      {file.reading.status === 'reading' && (
        <FileProgress {...file.reading} onCancel={file.cancel} />
      )}
      {run.status === 'fetching' && download && manifest && (
        <div className="mb-3">
          <DownloadProgress title={manifest.title} {...download} />
        </div>
      )}
    </>
  );
}

/** Plays the reading as soon as it has sound; before that, speaks the text. */
function Controls({ store, player, draft: draftStore, onRate, onExport }: SpeechScreenProps) {
  const { open, run, speak, stop } = useStore(store);
  const { draft } = useStore(draftStore);
  if (open && open.pieces.length > 0)
    return (
      <ReadingControls
        key={open.reading.id}
        store={store}
        player={player}
        open={open}
        onRate={onRate}
        onExport={onExport}
      />
    );
  return (
    <>
      {run.status === 'speaking' && <MakingStatus run={run} isFirst />}
      <SpeakBar
        isBusy={run.status !== 'idle'}
        isEmpty={draft.text.trim() === ''}
        onSpeak={() => void speak(draft.text, draft)}
        onStop={stop}
      />
    </>
  );
}

function StatusLine({ store, models, companion, modelId, cost }: SpeechScreenProps) {
  const { open, run, figures, stop, resume } = useStore(store);
  const speaking = open?.reading.model ?? modelId;
  const modelTitle = nameModel(useStore(models.state), 'speech', speaking);
  const host = hostOfCompanion(useStore(companion));
  const isSpeaking = run.status !== 'idle';
  const hasSound = open !== null && open.pieces.length > 0;
  return (
    <div className="mt-1.5 flex min-h-6 items-center justify-between gap-3 text-xs text-faint">
      {cost && !open && !isSpeaking ? (
        <p role="status">{cost}</p>
      ) : (
        <SpeechStatus
          run={run}
          figures={figures}
          modelTitle={modelTitle}
          remoteHost={isElsewhere(speaking) ? host : null}
        />
      )}
      {hasSound && (isSpeaking || open.reading.state === 'partial') && (
        <WorkButton isSpeaking={isSpeaking} onStop={stop} onContinue={() => void resume()} />
      )}
    </div>
  );
}

interface WorkButtonProps {
  isSpeaking: boolean;
  onStop(): void;
  onContinue(): void;
}

/** Ends the engine's work on a reading, or goes on with it. */
function WorkButton({ isSpeaking, onStop, onContinue }: WorkButtonProps) {
  return (
    <Button
      kind="quiet"
      size="small"
      onClick={isSpeaking ? onStop : onContinue}
      className="-my-1 text-xs"
    >
      {isSpeaking ? <StopIcon /> : <ContinueIcon />}
      {isSpeaking ? 'Stop speaking' : 'Continue speaking'}
    </Button>
  );
}

interface SpeakBarProps {
  isBusy: boolean;
  isEmpty: boolean;
  onSpeak(): void;
  onStop(): void;
}

function SpeakBar({ isBusy, isEmpty, onSpeak, onStop }: SpeakBarProps) {
  return isBusy ? (
    <Button kind="secondary" className="w-full" onClick={onStop}>
      <StopIcon />
      Stop
    </Button>
  ) : (
    <Button
      kind="primary"
      className="w-full"
      disabled={isEmpty}
      aria-keyshortcuts="Control+Enter"
      onClick={onSpeak}
    >
      <SpeechIcon />
      Speak
    </Button>
  );
}
