import { AudioLines, PanelLeft, Pencil, SquarePen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { findModel } from '../../engine-client/list-models.ts';
import type { ModelsClient } from '../../engine-client/models-client.ts';
import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import { describeError } from '../../engine/error-sentences.ts';
import type { SpeechManifest } from '../../engine/models/manifest.ts';
import type { DraftStorage } from '../../storage/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DownloadProgress } from '../../ui/DownloadProgress.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { EmptySpeech } from './EmptySpeech.tsx';
import { FileProgress } from './FileProgress.tsx';
import { ReaderView } from './ReaderView.tsx';
import type { ReadFile } from './read-file.ts';
import { ReadingList } from './ReadingList.tsx';
import type { SpeechStore } from './speech-store.ts';
import { SpeechStatus } from './SpeechStatus.tsx';
import { TextEditor } from './TextEditor.tsx';
import { findTimeOf, findWordAt } from './timeline.ts';
import { Transport, type ExportKind } from './Transport.tsx';
import { useDraft } from './use-draft.ts';
import { useFileReading } from './use-file-reading.ts';
import { usePlayerKeys } from './use-player-keys.ts';
import { VoiceDialog } from './VoiceDialog.tsx';
import { splitVoiceMix } from './voice-parts.ts';
import type { VoicePreviewStore } from './voice-preview-store.ts';

export interface SpeechScreenProps {
  store: SpeechStore;
  preview: VoicePreviewStore;
  player: SpeechPlayer;
  models: ModelsClient;
  drafts: DraftStorage;
  modelId: string;
  /** Voice or mix of the model; empty: its first. */
  voice: string;
  onChooseVoice(voice: string): void;
  onRate(rate: number): void;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onWarmUp(): void;
  onExport(kind: ExportKind): Promise<void>;
  /** Reads the text of a dropped file. */
  onReadFile: ReadFile;
  onAction(action: string): void;
  /** Chooses the model, at the left of the header. */
  modelPicker: React.ReactNode;
  headerEnd: React.ReactNode;
}

export function SpeechScreen(props: SpeechScreenProps) {
  const { store, player, models, drafts } = props;
  const state = useStore(store);
  const playing = useStore(player.state);
  const modelsState = useStore(models.state);
  const [text, setText] = useDraft(drafts, 'speech');
  const [isListOpen, setListOpen] = useState(false);
  const [areVoicesOpen, setVoicesOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const file = useFileReading(props.onReadFile, setText);
  const { onWarmUp } = props;
  useEffect(() => onWarmUp(), [onWarmUp]);
  usePlayerKeys(store, player);

  const { open, run } = state;
  const problem = state.problem ?? (file.reading.status === 'failed' ? file.reading.problem : null);
  const notice = state.notice ?? (file.reading.status === 'incomplete' ? file.reading.notice : null);
  const manifest = findModel(modelsState, 'speech', props.modelId);
  const download = modelsState.downloads[props.modelId];
  const isSpeaking = run.status !== 'idle';
  const pieces = open?.pieces ?? [];
  const sampleRate = open?.reading.sampleRate ?? 24000;
  const word = findWordAt(pieces, sampleRate, playing.positionSeconds);

  const speak = (what: string) => void state.speak(what);
  async function exportAs(kind: ExportKind): Promise<void> {
    setExporting(true);
    await props.onExport(kind).finally(() => setExporting(false));
  }
  function startOver(): void {
    state.close();
    setListOpen(false);
  }
  function edit(): void {
    if (open) setText(open.reading.text);
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
      <Dialog isOpen={isListOpen} onOpenChange={setListOpen} title="Readings" isTitleHidden place="left">
        {list}
      </Dialog>
      {manifest && (
        <VoiceDialog
          manifest={manifest}
          voice={props.voice}
          preview={props.preview}
          isOpen={areVoicesOpen}
          onOpenChange={setVoicesOpen}
          onChoose={props.onChooseVoice}
        />
      )}
      <section aria-label="Speech" className="flex min-w-0 flex-1 flex-col">
        <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-1 border-b px-3 sm:px-4">
          <IconButton label="Readings" side="bottom" className="lg:hidden" onClick={() => setListOpen(true)}>
            <PanelLeft />
          </IconButton>
          <IconButton label="New reading" side="bottom" className="mr-1 lg:hidden" onClick={startOver}>
            <SquarePen />
          </IconButton>
          <div className="flex min-w-0 flex-1 items-center gap-1 max-[22.5rem]:order-last max-[22.5rem]:basis-full">
            {props.modelPicker}
            <Button
              kind="quiet"
              size="small"
              aria-label={`Voice: ${nameVoice(manifest, props.voice)}`}
              onClick={() => setVoicesOpen(true)}
              className="min-w-0"
            >
              <AudioLines className="text-accent" />
              <span className="truncate">{nameVoice(manifest, props.voice)}</span>
            </Button>
          </div>
          {props.headerEnd}
        </header>
        <div data-scroller className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 sm:px-6">
          {(open !== null || text !== '') && <h1 className="sr-only">{open?.reading.title ?? 'Speech'}</h1>}
          {open ? (
            <ReaderView
              text={open.reading.text}
              word={word}
              spokenUntil={pieces.at(-1)?.end ?? 0}
              isFollowing={playing.status === 'playing'}
              onPick={(offset) => {
                const seconds = findTimeOf(pieces, sampleRate, offset);
                if (seconds !== undefined) player.seek(seconds);
              }}
            />
          ) : (
            <>
              {text === '' && <EmptySpeech onTry={setText} />}
              <TextEditor
                text={text}
                onChange={setText}
                onDropFile={(dropped) => void file.open(dropped)}
                onSpeak={() => speak(text)}
                onFocus={props.onWarmUp}
              />
            </>
          )}
        </div>
        <footer className="relative mx-auto w-full max-w-[48rem] shrink-0 px-3 pb-3 sm:px-6 sm:pb-5">
          {problem && (
            <div role="alert" className="mb-2 flex items-center gap-3 rounded-control bg-danger-wash px-4 py-2 text-sm">
              <span className="flex-1">
                {describeError(problem).sentence}{' '}
                <code className="font-mono text-xs text-soft select-all">{problem.code}</code>
              </span>
              {describeError(problem).remedy === 'open-models' && (
                <Button size="small" onClick={() => props.onAction('open:models')}>
                  Open Models
                </Button>
              )}
              <Button
                kind="quiet"
                size="small"
                onClick={() => {
                  state.dismissProblem();
                  file.dismiss();
                }}
              >
                Dismiss
              </Button>
            </div>
          )}
          {notice && (
            <p role="status" className="mb-2 rounded-control bg-sunken px-4 py-2 text-sm text-soft">
              {notice}
            </p>
          )}
          {file.reading.status === 'reading' && <FileProgress {...file.reading} onCancel={file.cancel} />}
          {run.status === 'fetching' && download && manifest && (
            <div className="mb-3">
              <DownloadProgress title={manifest.title} {...download} />
            </div>
          )}
          {open && pieces.length > 0 ? (
            <Transport
              player={playing}
              peaks={peaksOf(pieces)}
              durationSeconds={open.reading.durationSeconds}
              isSpeaking={isSpeaking}
              canResume={!isSpeaking && open.reading.state === 'partial'}
              isExporting={isExporting}
              onPlay={player.play}
              onPause={player.pause}
              onStop={state.stop}
              onResume={() => void state.resume()}
              onSeek={player.seek}
              onRate={props.onRate}
              onExport={(kind) => void exportAs(kind)}
            />
          ) : (
            <SpeakBar
              isBusy={isSpeaking}
              isEmpty={text.trim() === ''}
              onSpeak={() => speak(text)}
              onStop={state.stop}
            />
          )}
          <div className="mt-2 flex min-h-5 items-center justify-between gap-3 text-xs text-faint">
            {props.cost && !open && !isSpeaking ? (
              <span role="status">{props.cost}</span>
            ) : (
              <SpeechStatus run={run} figures={state.figures} modelTitle={manifest?.title ?? props.modelId} />
            )}
            {open && pieces.length > 0 && (
              <Button kind="quiet" size="small" onClick={edit} className="-my-1 text-xs">
                <Pencil />
                Edit the text
              </Button>
            )}
          </div>
        </footer>
      </section>
    </div>
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
      Stop
    </Button>
  ) : (
    <Button kind="primary" className="w-full" disabled={isEmpty} aria-keyshortcuts="Control+Enter" onClick={onSpeak}>
      <AudioLines />
      Speak
    </Button>
  );
}

/** "Heart", or "Heart + Adam" for a mix. */
function nameVoice(manifest: SpeechManifest | undefined, voice: string): string {
  const parts = splitVoiceMix(voice || (manifest?.voices[0]?.id ?? ''));
  return parts.map(({ id }) => manifest?.voices.find((one) => one.id === id)?.name ?? id).join(' + ');
}

function peaksOf(pieces: readonly { peaks: readonly number[] }[]): number[] {
  return pieces.flatMap(({ peaks }) => peaks);
}
