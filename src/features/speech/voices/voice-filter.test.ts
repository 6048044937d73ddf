import { expect, it } from 'vitest';
import piper from '../../../engine/models/catalog/piper.ts';
import { manifestSchema } from '../../../engine/models/manifest.ts';
import { describeVoice } from './describe-voice.ts';
import { fits, listValues, NO_FILTER } from './voice-filter.ts';

const manifest = manifestSchema.parse(piper);
const voices = manifest.task === 'speech' ? manifest.voices : [];

it('shows the voices of a language and quality', () => {
  const filter = { ...NO_FILTER, language: 'de-de', quality: 'high' };
  expect(voices.filter((voice) => fits(voice, filter)).map(({ id }) => id)).toEqual([
    'de_DE-thorsten-high',
  ]);
});

it('shows all without a filter, and offers only what there is', () => {
  expect(voices.filter((voice) => fits(voice, NO_FILTER))).toHaveLength(voices.length);
  expect(listValues(voices, 'gender')).toEqual(['neutral']);
  expect(listValues(voices, 'quality')).toEqual(['medium', 'high', 'low', 'x_low']);
});

it('tells language, speakers, size and licence before a voice is fetched', () => {
  const libritts = voices.find(({ id }) => id === 'en_US-libritts-high');
  expect(libritts && describeVoice(libritts)).toBe(
    'American English · 904 speakers · 114 MB · licence: CC-BY-4.0',
  );
});

it('writes names as people do', () => {
  const nameOf = (key: string) => voices.find(({ id }) => id === key)?.name;
  expect(nameOf('en_GB-northern_english_male-medium')).toBe('Northern English male (medium)');
  expect(nameOf('en_GB-vctk-medium')).toBe('VCTK (medium)');
  expect(nameOf('en_US-joe-medium')).toBe('Joe (medium)');
});

it('tells of a voice that is here that nothing is fetched any more', () => {
  const libritts = voices.find(({ id }) => id === 'en_US-libritts-high');
  expect(libritts && describeVoice({ ...libritts, isHere: true })).toBe(
    'American English · 904 speakers · on this device · licence: CC-BY-4.0',
  );
});
