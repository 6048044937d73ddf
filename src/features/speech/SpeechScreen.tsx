import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import { Button } from '../../ui/Button.tsx';
import { joinClasses } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DownloadProgress } from '../../ui/DownloadProgress.tsx';
import { ContinueIcon, SpeechIcon, StopIcon } from '../../ui/action-icons.ts';
import { DraftNotice } from './text/DraftNotice.tsx';
import { EmptySpeech } from './EmptySpeech.tsx';
import type { ExportChoice } from './saving/export-reading.ts';
import { FileProgress } from './saving/FileProgress.tsx';
import { MakingStatus } from './reader/MakingStatus.tsx';
import { toDraft } from './store/new-reading.ts';
import { nameVoice } from './voices/name-voice.ts';
import { OpenReadingView } from './reader/OpenReadingView.tsx';
import type { ReadingDraftStore } from './text/reading-draft.ts';
import type { ReadFile } from './text/read-file.ts';
import { ReadingControls } from './reader/ReadingControls.tsx';
import { ReadingList } from './ReadingList.tsx';
import { SpeechHeader } from './SpeechHeader.tsx';
import { SpeechNotices } from './SpeechNotices.tsx';
import { SpeechStatus } from './SpeechStatus.tsx';
import type { SpeechStore } from './store/speech-state.ts';
import { TextEditor } from './text/TextEditor.tsx';
import { useFileDrop } from './text/use-file-drop.ts';
import { useFileReading } from './text/use-file-reading.ts';
import { usePlayerKeys } from './reader/use-player-keys.ts';
import { VoiceDialog } from './voices/VoiceDialog.tsx';
import type { VoicePreviewStore } from './voices/voice-preview-store.ts';

export interface SpeechScreenProps {
  store: SpeechStore;
  preview: VoicePreviewStore;
  player: SpeechPlayer;
  models: ModelsClient;
  /** The text that is being prepared. */
  draft: ReadingDraftStore;
  modelId: string;
  /** Voice or mix of the model; empty: its first. */
  voice: string;
  onChooseVoice(voice: string): void;
  onRate(rate: number): void;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onWarmUp(): void;
  onExport(choice: ExportChoice, signal: AbortSignal): Promise<void>;
  /** Reads the text of a dropped file. */
  onReadFile: ReadFile;
  onAction(action: StudioAction): void;
  /** Chooses the model, at the left of the header. */
  modelPicker: React.ReactNode;
  headerEnd: React.ReactNode;
}

export function SpeechScreen(props: SpeechScreenProps) {
  const { store, player, models, voice, modelId, onWarmUp } = props;
  const state = useStore(store);
  const modelsState = useStore(models.state);
  const { draft, earlier, write, replace, undo, forgetEarlier } = useStore(props.draft);
  const [isListOpen, setListOpen] = useState(false);
  const [areVoicesOpen, setVoicesOpen] = useState(false);
  const file = useFileReading(props.onReadFile, ({ text, chapters = [] }, name) => {
    state.close();
    replace({ text, chapters: [...chapters], title: name.replace(/\.[^.]+$/, '') });
  });
  const { isOver, ...dropTarget } = useFileDrop((dropped) => void file.open(dropped));
  useEffect(() => onWarmUp(), [onWarmUp]);
  usePlayerKeys(store, player);

  const { open, run } = state;
  const { text } = draft;
  const manifest = findModel(modelsState, 'speech', modelId);
  const download = modelsState.downloads[modelId];
  const isSpeaking = run.status !== 'idle';
  const hasSound = open !== null && open.pieces.length > 0;
  const voiceName = nameVoice(manifest, voice);
  const heardBy = nameVoice(
    findModel(modelsState, 'speech', open?.reading.model ?? modelId),
    open?.reading.voice ?? '',
  );
  const isOtherVoice = open !== null && (open.reading.model !== modelId || heardBy !== voiceName);

  const speak = () => void state.speak(text, draft);
  function startOver(): void {
    state.close();
    replace({ text: '' });
    setListOpen(false);
  }
  function edit(): void {
    if (open) replace(toDraft(open.reading));
    state.close();
  }

  const list = (
    <ReadingList
      readings={state.readings}
      openId={open?.reading.id ?? null}
      removedTitle={state.removed?.reading.title ?? null}
      onNew={startOver}
      onOpen={(id) => {
        void state.openReading(id);
        setListOpen(false);
      }}
      onRemove={(id) => void state.remove(id)}
      onUndoRemove={() => void state.undoRemove()}
    />
  );
  return (
    <div className="flex h-full min-w-0">
      <div className="hidden w-64 shrink-0 border-r lg:block">{list}</div>
      <Dialog
        isOpen={isListOpen}
        onOpenChange={setListOpen}
        title="Readings"
        isTitleHidden
        place="left"
      >
        {list}
      </Dialog>
      {manifest && (
        <VoiceDialog
          manifest={manifest}
          voice={voice}
          preview={props.preview}
          isOpen={areVoicesOpen}
          onOpenChange={setVoicesOpen}
          onChoose={props.onChooseVoice}
        />
      )}
      <section
        aria-label="Speech"
        className={joinClasses(
          'flex min-w-0 flex-1 flex-col transition-colors',
          isOver && 'bg-accent-wash',
        )}
        {...dropTarget}
      >
        <SpeechHeader
          voiceName={voiceName}
          modelPicker={props.modelPicker}
          headerEnd={props.headerEnd}
          onOpenList={() => setListOpen(true)}
          onNew={startOver}
          onOpenVoices={() => setVoicesOpen(true)}
        />
        <div data-scroller className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 sm:px-6">
          {(open !== null || text !== '') && (
            <h1 className="sr-only">{open?.reading.title ?? 'Speech'}</h1>
          )}
          {open ? (
            <OpenReadingView
              open={open}
              player={player}
              voiceName={heardBy}
              otherVoiceName={isOtherVoice ? voiceName : null}
              onReadAgain={() => void state.speakAgain()}
              onEdit={edit}
              onReadFrom={state.readFrom}
            />
          ) : (
            <>
              {text === '' && <EmptySpeech onTry={(example) => replace({ text: example })} />}
              <TextEditor
                text={text}
                onChange={write}
                onOpenFile={(chosen) => void file.open(chosen)}
                onSpeak={speak}
                onFocus={onWarmUp}
              />
            </>
          )}
        </div>
        <footer className="relative mx-auto w-full max-w-[48rem] shrink-0 px-3 pt-1 pb-2 sm:px-6 sm:pb-3">
          <SpeechNotices
            problem={
              state.problem ?? (file.reading.status === 'failed' ? file.reading.problem : null)
            }
            notice={
              state.notice ?? (file.reading.status === 'incomplete' ? file.reading.notice : null)
            }
            onOpenModels={() => props.onAction('open:models')}
            onDismiss={() => {
              state.dismissProblem();
              file.dismiss();
            }}
          />
          {earlier && !open && (
            <DraftNotice text={earlier.text} onUndo={undo} onDismiss={forgetEarlier} />
          )}
          {file.reading.status === 'reading' && (
            <FileProgress {...file.reading} onCancel={file.cancel} />
          )}
          {run.status === 'fetching' && download && manifest && (
            <div className="mb-3">
              <DownloadProgress title={manifest.title} {...download} />
            </div>
          )}
          {open && hasSound ? (
            <ReadingControls
              key={open.reading.id}
              store={store}
              player={player}
              open={open}
              onRate={props.onRate}
              onExport={props.onExport}
            />
          ) : (
            <>
              {run.status === 'speaking' && <MakingStatus run={run} isFirst />}
              <SpeakBar
                isBusy={isSpeaking}
                isEmpty={text.trim() === ''}
                onSpeak={speak}
                onStop={state.stop}
              />
            </>
          )}
          <div className="mt-1.5 flex min-h-6 items-center justify-between gap-3 text-xs text-faint">
            {props.cost && !open && !isSpeaking ? (
              <p role="status">{props.cost}</p>
            ) : (
              <SpeechStatus
                run={run}
                figures={state.figures}
                modelTitle={manifest?.title ?? modelId}
              />
            )}
            {open && hasSound && (isSpeaking || open.reading.state === 'partial') && (
              <WorkButton
                isSpeaking={isSpeaking}
                onStop={state.stop}
                onContinue={() => void state.resume()}
              />
            )}
          </div>
        </footer>
      </section>
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
