import type { CompanionModel } from '../../engine/companion/companion-model.ts';
import { EngineError } from '../../engine/errors.ts';
import type { SpeechRequest } from '../../engine/speech/speech-engine.ts';
import { hostOfCompanion, type CompanionState } from './companion-state.ts';

/**
 * The request with the language of its voice, by which texts are read: of a mix the first voice's,
 * else the default one's. Where the server lists no voices it stays unknown.
 */
export function withLanguage(
  request: SpeechRequest,
  models: readonly CompanionModel[],
): SpeechRequest {
  if (request.language !== undefined) return request;
  const { voices = [] } = models.find(({ name }) => name === request.model) ?? {};
  const [id = ''] = (request.voice ?? '').split(/[*+]/);
  const voice = voices.find((each) => each.id === id.trim()) ?? voices[0];
  return voice ? { ...request, language: voice.language } : request;
}

/** Why a companion that is away is not asked. */
export function createAway(state: Pick<CompanionState, 'url' | 'problem'>): EngineError {
  const { problem } = state;
  const host = hostOfCompanion(state);
  if (problem === 'key-missing' || problem === 'key-refused')
    return new EngineError('companion_key_refused', `Your companion at ${host} wants another key.`);
  const isGone = problem === 'unreachable' || problem === 'page-policy';
  return new EngineError(
    'companion_unreachable',
    isGone
      ? `Your companion at ${host} cannot be reached: it does not run, or the network is gone.`
      : `Your companion at ${host} cannot be used: Settings says why.`,
    { details: { host } },
  );
}
