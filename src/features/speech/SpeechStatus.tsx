import { REMOTE, type SpeechFigures, type SpeechRun } from './store/speech-state.ts';

interface SpeechStatusProps {
  run: SpeechRun;
  figures: SpeechFigures | null;
  modelTitle: string;
  /** Of the companion, if the model is there; empty where nobody knows it any more. */
  remoteHost: string | null;
}

/** What the engine is doing, or how fast it was. */
export function SpeechStatus(props: SpeechStatusProps) {
  return <p role="status">{describe(props)}</p>;
}

function describe({ run: { status }, figures, modelTitle, remoteHost }: SpeechStatusProps): string {
  if (status === 'fetching') return `Fetching ${modelTitle}`;
  if (status === 'loading') return `Loading ${modelTitle}`;
  if (status === 'speaking')
    return `${modelTitle} is speaking${remoteHost === null ? '' : ' on your companion'}`;
  if (!figures || figures.realTimeFactor === 0) return describePlace(remoteHost);
  const speed = 1 / figures.realTimeFactor;
  return [
    modelTitle,
    nameDevice(figures.device),
    `first sound ${Math.round(figures.firstAudioMs)} ms`,
    speed >= 1
      ? `${speed.toFixed(speed < 10 ? 1 : 0)} times as fast as speech`
      : `real-time factor ${figures.realTimeFactor.toFixed(2)}`,
  ].join(' · ');
}

function describePlace(remoteHost: string | null): string {
  if (remoteHost === null) return 'Nothing you type leaves this page.';
  return `Spoken on your companion${remoteHost && ` at ${remoteHost}`}. Your text is sent there.`;
}

function nameDevice(device: string): string {
  if (device === REMOTE) return 'on your companion';
  return device === 'webgpu' ? 'WebGPU' : 'wasm';
}
