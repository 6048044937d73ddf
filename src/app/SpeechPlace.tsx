import { useStore } from 'zustand';
import { exportReading, type ExportChoice } from '../features/speech/export-reading.ts';
import { readTextFile } from '../features/speech/read-file.ts';
import { SpeechScreen } from '../features/speech/SpeechScreen.tsx';
import { saveFile } from '../ui/save-file.ts';
import { ModelPicker } from './ModelPicker.tsx';
import type { Studio } from './studio.ts';
import { useFirstFetch } from './use-first-fetch.ts';
import { warmUpVoice } from './warm-up.ts';

interface SpeechPlaceProps {
  studio: Studio;
  onAction(action: string): void;
  headerEnd: React.ReactNode;
}

/** The speech screen with the studio behind it. */
export default function SpeechPlace({ studio, onAction, headerEnd }: SpeechPlaceProps) {
  const settings = useStore(studio.settings);
  const { speechModel, speechVoices, change } = settings;
  return (
    <SpeechScreen
      store={studio.speechStore}
      preview={studio.voicePreview}
      player={studio.player}
      models={studio.models}
      draft={studio.readingDraft}
      modelId={speechModel}
      voice={speechVoices[speechModel] ?? ''}
      onChooseVoice={(voice) => change({ speechVoices: { ...speechVoices, [speechModel]: voice } })}
      onRate={(speechRate) => {
        studio.player.setRate(speechRate);
        change({ speechRate });
      }}
      cost={useFirstFetch(studio, 'speech', speechModel)}
      onWarmUp={() => void warmUpVoice(studio)}
      onExport={(choice, signal) => exportOpen(studio, choice, signal)}
      onReadFile={readTextFile}
      onAction={onAction}
      modelPicker={<ModelPicker studio={studio} task="speech" onAction={onAction} />}
      headerEnd={headerEnd}
    />
  );
}

/** Speaks the open reading to its end, then writes it and gives it to the browser's downloads. */
async function exportOpen({ speechStore, speech }: Studio, choice: ExportChoice, signal: AbortSignal): Promise<void> {
  await speechStore.getState().finish(signal);
  const { open } = speechStore.getState();
  // Without the rest of it, which could not be spoken, it would not be what was asked for.
  if (!open || open.reading.state === 'partial' || signal.aborted) return;
  try {
    const { title, extension, content, type } = await exportReading(speech, open.reading, open.pieces, choice, signal);
    if (!signal.aborted) saveFile(title, extension, content, type);
  } catch (thrown) {
    if (!signal.aborted) speechStore.getState().showProblem(thrown);
  }
}
