import { EngineError } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import type { SpeechManifest, VoiceManifest } from '../models/manifest.ts';

/** Throws `voice_not_found` for a voice whose files are not stored. */
export async function requireVoice(
  host: Pick<EngineHost, 'findModel'>,
  manifest: SpeechManifest,
  voice: VoiceManifest,
): Promise<void> {
  const installed = await host.findModel(manifest.id);
  if (!installed?.voices || installed.voices.includes(voice.id)) return;
  throw new EngineError(
    'voice_not_found',
    `The voice ${voice.name} is not on this device yet. Download it first.`,
    { details: { voice: voice.id } },
  );
}
