import type { SpeechFigures, SpeechRun } from './store/speech-state.ts';

interface SpeechStatusProps {
  run: SpeechRun;
  figures: SpeechFigures | null;
  modelTitle: string;
}

/** What the engine is doing, or how fast it was. */
export function SpeechStatus({ run, figures, modelTitle }: SpeechStatusProps) {
  return <p role="status">{describe(run, figures, modelTitle)}</p>;
}

function describe(
  { status }: SpeechRun,
  figures: SpeechFigures | null,
  modelTitle: string,
): string {
  if (status === 'fetching') return `Fetching ${modelTitle}`;
  if (status === 'loading') return `Loading ${modelTitle}`;
  if (status === 'speaking') return `${modelTitle} is speaking`;
  if (!figures || figures.realTimeFactor === 0) return 'Nothing you type leaves this page.';
  const speed = 1 / figures.realTimeFactor;
  return [
    modelTitle,
    figures.device === 'webgpu' ? 'WebGPU' : 'wasm',
    `first sound ${Math.round(figures.firstAudioMs)} ms`,
    speed >= 1
      ? `${speed.toFixed(speed < 10 ? 1 : 0)} times as fast as speech`
      : `real-time factor ${figures.realTimeFactor.toFixed(2)}`,
  ].join(' · ');
}
