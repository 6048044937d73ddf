import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CompanionState } from '../../engine-client/companion/companion-state.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import type { Origin } from '../../engine/origin.ts';
import type { VoiceOptions } from '../../engine/speech/speech-engine.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { joinClasses } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { usePlayerKeys } from './reader/use-player-keys.ts';
import { ReadingList } from './ReadingList.tsx';
import type { ExportChoice } from './saving/export-reading.ts';
import { SpeechBody } from './SpeechBody.tsx';
import { SpeechFooter } from './SpeechFooter.tsx';
import { SpeechHeader } from './SpeechHeader.tsx';
import type { SpeechStore } from './store/speech-state.ts';
import type { ReadFile } from './text/read-file.ts';
import type { ReadingDraftStore } from './text/reading-draft.ts';
import { useFileDrop } from './text/use-file-drop.ts';
import { useFileReading, type OpenedFile } from './text/use-file-reading.ts';
import { useSpeakingModel } from './use-speaking-model.ts';
import { nameVoice } from './voices/name-voice.ts';
import { VoiceDialog } from './voices/VoiceDialog.tsx';
import type { VoicePreviewStore } from './voices/voice-preview-store.ts';

export interface SpeechScreenProps {
  store: SpeechStore;
  preview: VoicePreviewStore;
  player: SpeechPlayer;
  models: ModelsClient;
  companion: Observable<CompanionState>;
  /** The text that is being prepared. */
  draft: ReadingDraftStore;
  modelId: string;
  /** Voice or mix of the model; empty: its first. */
  voice: string;
  onChooseVoice(voice: string): void;
  /** What is changed of single voices, by their ids. */
  voiceOptions: Readonly<Record<string, VoiceOptions>>;
  onVoiceOptions(voiceId: string, options: VoiceOptions): void;
  onRate(rate: number): void;
  /** What speaks on this device where the companion cannot be reached. */
  localVoiceName: string;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onWarmUp(): void;
  onExport(choice: ExportChoice, signal: AbortSignal): Promise<void>;
  /** Says where a text came from that was begun on another screen. */
  renderOrigin(origin: Origin): React.ReactNode;
  /** Reads the text of a dropped file. */
  onReadFile: ReadFile;
  onAction(action: StudioAction): void;
  /** Says where the chosen model is, if it is on the companion. */
  badge: React.ReactNode;
  /** Chooses the model, at the left of the header. */
  modelPicker: React.ReactNode;
  headerEnd: React.ReactNode;
}

/** The parts of the screen, which get the file that is being read as well. */
export interface SpeechPartProps extends SpeechScreenProps {
  file: OpenedFile;
}

export function SpeechScreen(props: SpeechScreenProps) {
  const { store, player, modelId, voice, onWarmUp } = props;
  const { close } = useStore(store);
  const { replace } = useStore(props.draft);
  const model = useSpeakingModel(props, modelId);
  const [isListOpen, setListOpen] = useState(false);
  const [areVoicesOpen, setVoicesOpen] = useState(false);
  const file = useFileReading(props.onReadFile, ({ text, chapters = [] }, name) => {
    close();
    replace({ text, chapters: [...chapters], title: name.replace(/\.[^.]+$/, '') });
  });
  useEffect(() => onWarmUp(), [onWarmUp]);
  usePlayerKeys(store, player);
  function startOver(): void {
    close();
    replace({ text: '' });
    setListOpen(false);
  }

  return (
    <div className="flex h-full min-w-0">
      <Readings store={store} isOpen={isListOpen} onOpenChange={setListOpen} onNew={startOver} />
      {model && (
        <VoiceDialog
          model={model}
          badge={props.badge}
          voice={voice}
          preview={props.preview}
          isOpen={areVoicesOpen}
          onOpenChange={setVoicesOpen}
          onChoose={props.onChooseVoice}
          options={props.voiceOptions}
          onOptions={props.onVoiceOptions}
        />
      )}
      <FileArea onDrop={(dropped) => void file.open(dropped)}>
        <SpeechHeader
          voiceName={nameVoice(model, voice)}
          hasVoices={model !== undefined && model.voices.length > 0}
          modelPicker={props.modelPicker}
          headerEnd={props.headerEnd}
          onOpenList={() => setListOpen(true)}
          onNew={startOver}
          onOpenVoices={() => setVoicesOpen(true)}
        />
        <SpeechBody {...props} file={file} />
        <SpeechFooter {...props} file={file} />
      </FileArea>
    </div>
  );
}

interface ReadingsProps {
  store: SpeechStore;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onNew(): void;
}

/** Past readings: beside the screen where there is room, else over it. */
function Readings({ store, isOpen, onOpenChange, onNew }: ReadingsProps) {
  const state = useStore(store);
  const list = (
    <ReadingList
      readings={state.readings}
      openId={state.open?.reading.id ?? null}
      removedTitle={state.removed?.reading.title ?? null}
      onNew={onNew}
      onOpen={(id) => {
        void state.openReading(id);
        onOpenChange(false);
      }}
      onRemove={(id) => void state.remove(id)}
      onUndoRemove={() => void state.undoRemove()}
    />
  );
  return (
    <>
      <div className="hidden w-64 shrink-0 border-r lg:block">{list}</div>
      <Dialog
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        title="Readings"
        isTitleHidden
        place="left"
      >
        {list}
      </Dialog>
    </>
  );
}

interface FileAreaProps {
  onDrop(file: File): void;
  children: React.ReactNode;
}

/** The screen, as a place to drop a file on. */
function FileArea({ onDrop, children }: FileAreaProps) {
  const { isOver, ...dropTarget } = useFileDrop(onDrop);
  return (
    <section
      aria-label="Speech"
      className={joinClasses(
        'flex min-w-0 flex-1 flex-col transition-colors',
        isOver && 'bg-accent-wash',
      )}
      {...dropTarget}
    >
      {children}
    </section>
  );
}
