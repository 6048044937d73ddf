import { use, useCallback } from 'react';
import { useStore } from 'zustand';
import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { exportReading, type ExportChoice } from '../../features/speech/saving/export-reading.ts';
import { readingDraftOf } from '../../features/speech/text/reading-draft.ts';
import { readTextFile } from '../../features/speech/text/read-file.ts';
import { SpeechScreen } from '../../features/speech/SpeechScreen.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { CompanionBadge } from '../companion/CompanionBadge.tsx';
import { chooseLocalVoice } from '../sound/replace-voice.ts';
import { useDefaultVoice } from '../sound/default-voice.ts';
import { OriginLine } from '../links/OriginLine.tsx';
import { ModelPicker } from '../models/ModelPicker.tsx';
import type { Studio } from '../studio.ts';
import { useFirstFetch } from '../models/use-first-fetch.ts';
import { warmUp } from '../models/model-readiness.ts';

interface SpeechRouteProps {
  studio: Studio;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Connects the speech screen to the studio. */
export default function SpeechRoute({ studio, onAction, headerEnd }: SpeechRouteProps) {
  const { model, voice, chooseVoice, options, changeOptions, changeRate } = useDefaultVoice(studio);
  // The same function on every render: the screen calls it whenever it is another one.
  const onWarmUp = useCallback(() => void warmUp(studio, 'speech'), [studio]);
  return (
    <SpeechScreen
      store={studio.speechStore}
      preview={studio.voicePreview}
      player={studio.player}
      models={studio.models}
      companion={studio.companion.state}
      draft={use(readingDraftOf(studio))}
      modelId={model}
      voice={voice}
      onChooseVoice={(chosen) => chooseVoice(chosen)}
      voiceOptions={options}
      onVoiceOptions={changeOptions}
      onRate={changeRate}
      localVoiceName={useLocalVoiceName(studio)}
      cost={useFirstFetch(studio, 'speech', model)}
      onWarmUp={onWarmUp}
      onExport={(choice, signal) => exportOpen(studio, choice, signal)}
      renderOrigin={(origin) => <OriginLine studio={studio} origin={origin} />}
      onReadFile={readTextFile}
      onAction={onAction}
      badge={isElsewhere(model) && <CompanionBadge companion={studio.companion.state} />}
      modelPicker={<ModelPicker studio={studio} task="speech" onAction={onAction} />}
      headerEnd={headerEnd}
    />
  );
}

/** What can go on with the open reading on this device. */
function useLocalVoiceName({ models, settings, speechStore }: Studio): string {
  const known = useStore(models.state);
  const chosen = useStore(settings);
  const reading = useStore(speechStore, ({ open }) => open?.reading);
  return reading ? chooseLocalVoice(known, chosen, reading).name : '';
}

/** Speaks the open reading to its end, then writes it and gives it to the browser's downloads. */
async function exportOpen(
  { speechStore, speech }: Studio,
  choice: ExportChoice,
  signal: AbortSignal,
): Promise<void> {
  await speechStore.getState().finish(signal);
  const { open } = speechStore.getState();
  // Without the rest of it, which could not be spoken, it would not be what was asked for.
  if (!open || open.reading.state === 'partial' || signal.aborted) return;
  try {
    const { title, extension, content, type } = await exportReading(
      speech,
      open.reading,
      open.pieces,
      choice,
      signal,
    );
    if (!signal.aborted) saveFile(title, extension, content, type);
  } catch (thrown) {
    if (!signal.aborted) speechStore.getState().showProblem(thrown);
  }
}
