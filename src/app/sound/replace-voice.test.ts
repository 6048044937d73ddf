import { expect, it } from 'vitest';
import { createModelsState } from '../../engine-client/models/models-state.ts';
import { toCompanionId } from '../../engine/companion/companion-model.ts';
import { EngineError } from '../../engine/errors.ts';
import { BUILT_IN_SPEECH_MODEL, CATALOG } from '../../engine/models/catalog.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { parseSettings } from '../../storage/settings.ts';
import { chooseLocalVoice, replaceLostVoice } from './replace-voice.ts';

const KOKORO = 'onnx-community/Kokoro-82M-v1.0-ONNX';
const asked = { model: toCompanionId(KOKORO), voice: 'af_bella*0.5+am_adam*0.5' };

/** This device with Kokoro and these of its voices. */
function withKokoro(...voices: string[]) {
  const manifest = CATALOG.find(({ id }) => id === KOKORO) as ModelManifest;
  const installed = [{ manifest, dtypes: [], voices, installedAt: 0, lastUsedAt: 0 }];
  return { ...createModelsState().getState(), installed };
}

it('goes on with the same voice where it is here', () => {
  const settings = parseSettings({ device: 'wasm' });
  const { choice, name } = chooseLocalVoice(withKokoro('af_bella', 'am_adam'), settings, asked);
  expect(choice).toMatchObject({ ...asked, model: KOKORO, device: 'wasm', sampleRate: 24_000 });
  expect(name).toBe('Bella + Adam');
});

it.each([
  ['is not here', createModelsState().getState()],
  ['lacks a voice', withKokoro('af_bella')],
])('goes on with the built-in model, as it was chosen last, where the model %s', (_, models) => {
  const settings = parseSettings({ speechVoices: { [BUILT_IN_SPEECH_MODEL]: 'rms' } });
  expect(chooseLocalVoice(models, settings, asked).choice).toMatchObject({
    model: BUILT_IN_SPEECH_MODEL,
    voice: 'rms',
    sampleRate: 16_000,
  });
  expect(chooseLocalVoice(models, parseSettings({}), asked).name).toBe('Clara');
});

it('says what has happened and who reads, and helps with no other failure', () => {
  const replace = (error: EngineError) =>
    replaceLostVoice(createModelsState().getState(), parseSettings({}), error, asked);
  const gone = new EngineError('companion_unreachable', 'Your companion cannot be reached.');
  expect(replace(gone)?.notice).toBe(
    'Your companion cannot be reached. Clara on this device reads instead.',
  );
  expect(replace(new EngineError('voice_not_found', 'No such voice.'))).toBeUndefined();
});
