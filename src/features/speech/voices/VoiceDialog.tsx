import { Check, LoaderCircle, Play, Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { describeError } from '../../../engine/error-sentences.ts';
import type {
  SpeakingModel,
  SpeakingVoice,
} from '../../../engine-client/companion/speaking-model.ts';
import type { VoiceOptions } from '../../../engine/speech/speech-engine.ts';
import { CancelIcon, StopIcon } from '../../../ui/action-icons.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { describeVoice } from './describe-voice.ts';
import { fits, NO_FILTER } from './voice-filter.ts';
import { VoiceFilters } from './VoiceFilters.tsx';
import { VoiceSettings } from './VoiceSettings.tsx';
import { VoiceMixer } from './VoiceMixer.tsx';
import { splitVoiceMix, toggleVoice } from './voice-parts.ts';
import type { VoicePreviewStore } from './voice-preview-store.ts';

interface VoiceDialogProps {
  model: SpeakingModel;
  /** Where the model is, if it is elsewhere. */
  badge: React.ReactNode;
  /** Voice or mix; empty: the first. */
  voice: string;
  preview: VoicePreviewStore;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onChoose(voice: string): void;
  /** What is changed of single voices, by their ids. */
  options: Readonly<Record<string, VoiceOptions>>;
  onOptions(voiceId: string, options: VoiceOptions): void;
}

/** Every voice of the model: hear it, choose it, or mix it with others. */
export function VoiceDialog({
  model,
  badge,
  voice,
  preview,
  isOpen,
  onOpenChange,
  onChoose,
  options,
  onOptions,
}: VoiceDialogProps) {
  const { voice: heard, problem, toggle, stop } = useStore(preview);
  const [filter, setFilter] = useState(NO_FILTER);
  const chosen = splitVoiceMix(voice || (model.voices[0]?.id ?? ''));
  const shown = model.voices.filter((one) => fits(one, filter));
  const current = chosen.map(({ id }) => id);
  const settled = model.voices.find(({ id }) => id === current[0]);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (!next) stop();
        onOpenChange(next);
      }}
      title={`${model.title} voices`}
    >
      {badge && <div className="flex px-5 pt-3">{badge}</div>}
      <VoiceFilters voices={model.voices} filter={filter} onChange={setFilter} />
      {chosen.length > 1 && <VoiceMixer model={model} mix={voice} onChange={onChoose} />}
      {problem && (
        <p role="alert" className="px-5 py-2 text-sm text-danger">
          {describeError(problem).sentence}
        </p>
      )}
      <ul aria-label="Voices" className="min-h-0 flex-1 overflow-y-auto p-2">
        {shown.map((one) => (
          <VoiceRow
            key={one.id}
            voice={one}
            isChosen={current.includes(one.id)}
            isMixed={chosen.length > 1}
            canMix={model.canMixVoices}
            isHeard={heard === one.id}
            onHear={() => void toggle(one.id, one.language)}
            onChoose={() => onChoose(one.id)}
            onMix={() => onChoose(toggleVoice(voice || (model.voices[0]?.id ?? ''), one.id))}
          />
        ))}
        {shown.length === 0 && (
          <li className="px-3 py-6 text-center text-sm text-faint">No matches</li>
        )}
      </ul>
      {model.hasVoiceSettings && settled && (
        <VoiceSettings
          key={settled.id}
          voice={settled}
          options={options[settled.id] ?? {}}
          onChange={(next) => onOptions(settled.id, next)}
        />
      )}
    </Dialog>
  );
}

interface VoiceRowProps {
  voice: SpeakingVoice;
  isChosen: boolean;
  isMixed: boolean;
  canMix: boolean;
  isHeard: boolean;
  onHear(): void;
  onChoose(): void;
  onMix(): void;
}

function VoiceRow({
  voice,
  isChosen,
  isMixed,
  canMix,
  isHeard,
  onHear,
  onChoose,
  onMix,
}: VoiceRowProps) {
  const { name } = voice;
  return (
    <li
      className={joinClasses(
        'flex items-center gap-1 rounded-control pr-1',
        isChosen ? 'bg-accent-wash' : 'hover:bg-sunken',
      )}
    >
      <IconButton
        label={isHeard ? `Stop ${name}` : `Hear ${name}`}
        onClick={onHear}
        className="ml-1"
      >
        {isHeard ? <HeardIcon /> : <Play />}
      </IconButton>
      <button
        type="button"
        aria-pressed={isChosen && !isMixed}
        onClick={onChoose}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-control px-2 py-2 text-left"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{name}</span>
          <span className="block text-xs text-faint">{describeVoice(voice)}</span>
        </span>
        {isChosen && <Check className="size-4 text-accent" aria-hidden />}
      </button>
      {canMix && (
        <IconButton
          label={isChosen && isMixed ? `Remove ${name} from the mix` : `Add ${name} to the mix`}
          disabled={isChosen && !isMixed}
          onClick={onMix}
        >
          {isChosen && isMixed ? <CancelIcon /> : <Plus />}
        </IconButton>
      )}
    </li>
  );
}

/** A square to press, within a ring that turns. */
function HeardIcon() {
  return (
    <span className="relative flex items-center justify-center">
      <LoaderCircle className="size-5! animate-spin text-accent" />
      <StopIcon className="absolute size-2!" fill="currentColor" />
    </span>
  );
}
