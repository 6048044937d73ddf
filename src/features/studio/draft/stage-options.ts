import type { BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import type { StageName } from '../../../engine/studio/stages/stages.ts';
import type { StageSettings, StudioDraft } from '../../../storage/studio/studio-project.ts';

/** The stages that can be switched off, by the settings that do. */
export type SwitchedStage = Exclude<keyof StageSettings, 'output'>;

/** What people call the stages, as part of a sentence. */
export const STAGE_WORDS: Readonly<Record<StageName, string>> = {
  'select-model': 'choosing a model',
  diffuse: 'drawing',
  overlay: 'text',
  watermark: 'watermark',
  moderate: 'content check',
  process: 'file format',
  output: 'writing the file',
};

/** The settings that switch a stage off; absent if nothing does. */
export const SWITCH_OF_STAGE: Readonly<Partial<Record<StageName, SwitchedStage>>> = {
  overlay: 'overlay',
  watermark: 'watermark',
  moderate: 'moderation',
};

type StageOptions = Pick<BatchRequest, 'textOverlay' | 'watermark' | 'moderation' | 'process'>;

/** The stages as a request has them. */
export function toStageOptions({
  stages,
  understanding,
}: Pick<StudioDraft, 'stages' | 'understanding'>): StageOptions {
  const { overlay, watermark, moderation, output } = stages;
  const language = understanding?.classification.locale;
  const { format, quality } = output;
  return {
    ...(hasText(overlay) && {
      textOverlay: {
        text: overlay.text,
        ...(overlay.size === 'fit' && { size: 'fit' }),
        position: overlay.position,
        color: overlay.color,
        ...(language && { language }),
      },
    }),
    ...(watermark.isOn && { watermark: toWatermark(watermark) }),
    ...(moderation.isOn && { moderation: { action: moderation.action } }),
    process: [{ op: 'convert', options: format === 'png' ? { format } : { format, quality } }],
  };
}

const hasText = ({ isOn, text }: StageSettings['overlay']) => isOn && text.trim() !== '';

function toWatermark({ kind, text, position, payload }: StageSettings['watermark']): unknown {
  return kind === 'invisible' ? { invisible: true, payload } : { text, position };
}

export const FIRST_STAGES: StageSettings = {
  overlay: { isOn: false, text: '', size: 'normal', position: 'bottom', color: '#ffffff' },
  watermark: { isOn: false, kind: 'text', text: '', position: 'bottom-right', payload: 1 },
  moderation: { isOn: false, action: 'label' },
  output: { format: 'webp', quality: 82 },
};
