import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { Dtype, SpeechManifest, VoiceManifest } from '../../models/manifest.ts';
import type { TokenPhonemes } from '../espeak/phonemize-tokens.ts';
import { estimateWords } from '../estimate-words.ts';
import { joinChunks } from '../join-chunks.ts';
import type { SpeechPipeline, SynthesisOptions, SynthesizedChunk } from '../speech-pipeline.ts';
import type { SpokenToken } from '../text/spoken-token.ts';
import { joinPhonemes, toPhonemeIds, writePhonemes } from './piper-phonemes.ts';
import { findSpeaker } from './piper-speaker.ts';
import { loadPiperVoice, type PiperVoice } from './piper-voice.ts';

const CHUNK_LENGTHS = { first: 50, most: 240 };

/**
 * Piper: each voice a VITS graph of its own, of which one is in memory at a time. After the
 * reference (github.com/OHF-Voice/piper1-gpl): one sentence a run, scaled to its peak.
 */
export async function loadPiperPipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  _dtype: Dtype,
): Promise<SpeechPipeline> {
  let current: PiperVoice | undefined;
  async function take(voice: VoiceManifest): Promise<PiperVoice> {
    if (current?.id === voice.id) return current;
    await current?.dispose();
    current = undefined;
    return (current = await loadPiperVoice(host, manifest, voice, device));
  }
  return {
    chunkLengths: CHUNK_LENGTHS,
    readsFigures: false,
    prepare: async (options) => void (await take(voiceOf(options))),
    async synthesize({ tokens }, options) {
      const voice = voiceOf(options);
      const loaded = await take(voice);
      const sampleRate = loaded.config.audio.sample_rate;
      const parts: SynthesizedChunk[] = [];
      for (const sentence of splitSentences(tokens))
        parts.push(await speakSentence(sentence, loaded, voice, options));
      return joinChunks(parts, sampleRate);
    },
    dispose: async () => void (await current?.dispose()),
  };
}

/** A voice speaks its own language alone. Throws `language_not_supported`. */
function voiceOf({ voices, language }: SynthesisOptions): VoiceManifest {
  const voice = voices[0]?.voice;
  if (!voice) throw new EngineError('voice_not_found', 'No voice is chosen.');
  if (voice.language.split('-')[0] === language.split('-')[0]) return voice;
  throw new EngineError(
    'language_not_supported',
    `${voice.name} speaks "${voice.language}" alone, not "${language}". Choose a voice of that language.`,
    { details: { language } },
  );
}

function splitSentences(tokens: readonly SpokenToken[]): SpokenToken[][] {
  const sentences: SpokenToken[][] = [[]];
  for (const token of tokens) {
    sentences.at(-1)?.push(token);
    if (token.ends) sentences.push([]);
  }
  return sentences.filter((sentence) => sentence.some(({ spoken }) => spoken !== ''));
}

async function speakSentence(
  tokens: readonly SpokenToken[],
  { config, phonemize, run }: PiperVoice,
  voice: VoiceManifest,
  { speed, ...asked }: SynthesisOptions,
): Promise<SynthesizedChunk> {
  const written = writePhonemes(tokens, phonemize);
  const { length_scale, noise_scale, noise_w } = config.inference;
  const scales = {
    length: (asked.lengthScale ?? length_scale) / speed,
    noise: asked.noiseScale ?? noise_scale,
    noiseW: asked.noiseW ?? noise_w,
  };
  const speaker = findSpeaker(asked.speaker, config, voice);
  const samples = await run(toPhonemeIds(joinPhonemes(written), config), scales, speaker);
  return { samples, words: estimateWords(weigh(written), samples, config.audio.sample_rate) };
}

const weigh = (written: readonly TokenPhonemes[]) =>
  written.map(({ token, phonemes }) => ({ token, weight: phonemes.length }));
