import type { ComputeDevice } from '../../device.ts';
import type { EngineHost } from '../../host.ts';
import {
  filesOfVariant,
  type Dtype,
  type SpeechManifest,
  type VoiceManifest,
} from '../../models/manifest.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import type { SpeechPipeline } from '../speech-pipeline.ts';
import type { SpokenWord } from '../speech-engine.ts';
import type { SpokenToken } from '../text/spoken-token.ts';
import { writeToken } from '../text/spoken-token.ts';
import { startFlite, type FliteToken, type FliteVoice } from './flite-module.ts';

/**
 * Flite speaks ten times as fast as one listens, on any machine: long chunks only make their seams
 * rarer.
 */
const CHUNK_LENGTHS = { first: 80, most: 400 };

/**
 * The built-in voices: Flite's CLUSTERGEN voices, English only, with the true times of the words.
 */
export async function loadFlitePipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  _device: ComputeDevice,
  dtype: Dtype,
): Promise<SpeechPipeline> {
  const path =
    filesOfVariant(manifest, dtype).find((file) => file.path.endsWith('.wasm'))?.path ??
    'flite.wasm';
  const wasm = await readStoredFile(host, manifest, path);
  const started = new Map<string, Promise<FliteVoice>>();
  const start = ({ id, name, file }: VoiceManifest) => {
    const voice =
      started.get(id) ??
      readStoredFile(host, manifest, file.path).then((bytes) => startFlite(wasm, bytes, name));
    started.set(id, voice);
    voice.catch(() => started.delete(id));
    return voice;
  };
  return {
    chunkLengths: CHUNK_LENGTHS,
    readsFigures: false,
    async prepare({ voices: [first] }) {
      if (first) await start(first.voice);
    },
    async synthesize({ tokens }, { voices, speed }) {
      const [first] = voices;
      if (!first) return { samples: new Float32Array(), words: [] };
      const voice = await start(first.voice);
      const said = tokens
        .filter(({ spoken }) => spoken !== '')
        .map((token) => ({ token, text: toAscii(writeToken(token)) }));
      const { samples, tokens: times } = voice.speak(
        said.map(({ text }) => text).join(' '),
        1 / speed,
      );
      return { samples, words: placeWords(said, times) };
    },
    dispose: () => Promise.resolve(started.clear()),
  };
}

/** Latin letters that are not a plain letter with an accent. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'th',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
};

/** Flite knows ASCII alone: accents go, typographic marks become plain ones. */
function toAscii(text: string): string {
  return text
    .replace(/[‘’]/g, "'")
    .replace(/[“”«»„]/g, '"')
    .replace(/[—–]/g, ', ')
    .replace(/…/g, '...')
    .replace(/[æœøßłđðþıħŋ]/gi, (letter) => PLAIN_LETTERS[letter.toLowerCase()] ?? '')
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '');
}

interface Said {
  token: SpokenToken;
  text: string;
}

/** A token of ours may be several of Flite's: "twenty-four dollars". */
function placeWords(said: readonly Said[], times: readonly FliteToken[]): SpokenWord[] {
  let offset = 0;
  const ends = said.map(({ text }) => (offset += text.length + 1) - 1);
  const words = new Map<number, SpokenWord>();
  for (const { end, startSeconds, endSeconds } of times) {
    const index = ends.findIndex((ours) => ours >= end - 1);
    const token = said[index]?.token;
    if (!token) continue;
    const before = words.get(index)?.startSeconds ?? startSeconds;
    words.set(index, { start: token.start, end: token.end, startSeconds: before, endSeconds });
  }
  return [...words.values()];
}
