import { useStore } from 'zustand';
import { exportReading } from '../features/speech/export-reading.ts';
import { readTextFile } from '../features/speech/read-file.ts';
import { SpeechScreen } from '../features/speech/SpeechScreen.tsx';
import type { ExportKind } from '../features/speech/Transport.tsx';
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
      onExport={(kind) => exportOpen(studio, kind)}
      onReadFile={readTextFile}
      onAction={onAction}
      modelPicker={<ModelPicker studio={studio} task="speech" onAction={onAction} />}
      headerEnd={headerEnd}
    />
  );
}

/** Speaks the open reading to its end, then writes it and gives it to the browser's downloads. */
async function exportOpen({ speechStore, speech, settings }: Studio, kind: ExportKind): Promise<void> {
  await speechStore.getState().finish();
  const { open } = speechStore.getState();
  if (!open) return;
  const { speechRate } = settings.getState();
  await exportReading(speech, open.reading, open.pieces, kind, speechRate).then(
    ({ title, extension, content, type }) => saveFile(title, extension, content, type),
    speechStore.getState().showProblem,
  );
}
